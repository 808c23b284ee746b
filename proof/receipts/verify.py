"""Verifies a receipt by a library that knows nothing of Freehold: verify.py RECEIPT KEYS, as the API answers them.

Checks too that one changed bit, and one wrong key, is noticed. Prints what it found, and ends with 0 if all is as it should be.
"""

import base64
import json
import sys

from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import SSlibKey

RAW_KEY_BYTES = 32


def key(published):
    pem = "".join(published["public_key"].splitlines()[1:-1])
    raw = base64.b64decode(pem)[-RAW_KEY_BYTES:]  # RFC 8410: the end of the encoding is the key
    return SSlibKey(published["keyid"], "ed25519", "ed25519", {"public": raw.hex()})


def envelope(path):
    with open(path, encoding="utf-8") as file:
        return Envelope.from_dict(json.load(file))


def is_signed(checked, keys):
    try:
        checked.verify(keys, 1)
        return True
    except VerificationError:
        return False


def main(receipt, keys):
    with open(keys, encoding="utf-8") as file:
        published = [key(each) for each in json.load(file)["keys"]]
    good = envelope(receipt)
    signer = set(good.signatures)
    flipped = envelope(receipt)
    flipped.payload = flipped.payload[:-2] + bytes([flipped.payload[-2] ^ 1]) + flipped.payload[-1:]
    retyped = envelope(receipt)
    retyped.payload_type += "x"
    others = [each for each in published if each.keyid not in signer]
    statement = json.loads(good.payload)
    findings = {
        "signed with a published key": is_signed(good, published),
        "not with one changed bit": not is_signed(flipped, published),
        "not as another type": not is_signed(retyped, published),
        "not with the other keys": not others or not is_signed(good, others),
        "an in-toto statement, version 1": good.payload_type == "application/vnd.in-toto+json"
        and statement["_type"] == "https://in-toto.io/Statement/v1"
        and all(subject["digest"]["sha256"] for subject in statement["subject"]),
        "canonical (RFC 8785), but for number forms that it does not use": good.payload
        == json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(),
    }
    for finding, holds in findings.items():
        print(("holds  " if holds else "FAILS  ") + finding)
    return 0 if all(findings.values()) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

// Follows a program while it runs, and says how it ended.
//
// npm install ./sdk/typescript && FREEHOLD_SERVER=http://127.0.0.1:8080 node examples/sdk/follow.mjs
import { Client } from "@freehold/client";

const source = `
import time
for i in range(3):
    print("tick", i, flush=True)
    time.sleep(0.2)
`;

const client = new Client();
const begun = await client.submit({ runtime: "python", source, limits: { wall_ms: 5_000 } });
for await (const event of client.events(begun.id)) {
  if (event.type === "stdout") {
    process.stdout.write(event.bytes);
  } else if (event.type === "finished") {
    console.log(`${event.execution.verdict}: ${event.execution.explanation}`);
  }
}

# surefire.awk: names the tests of Surefire's reports that failed, and those that passed on their second try.

function attribute(name) {
    return match($0, "[ <]" name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
}

function plain(text) {
    gsub(/&#10;|\n/, " ", text)
    gsub(/&lt;/, "<", text)
    gsub(/&gt;/, ">", text)
    gsub(/&quot;/, "\"", text)
    gsub(/&apos;/, "'", text)
    gsub(/&amp;/, "\\&", text)
    return length(text) > 300 ? substr(text, 1, 300) "..." : text
}

/<testcase / { test = attribute("classname") "." attribute("name") }
/<(failure|error)[ >]/ { print "    failed: " plain(test) ": " plain(attribute("message")) }
/<(flakyFailure|flakyError)[ >]/ { print "    unsteady, passed on its second try: " plain(test) ": " plain(attribute("message")) }

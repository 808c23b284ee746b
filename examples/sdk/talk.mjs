// Talks to a program while it runs. Node.js from 22 on has a WebSocket of its own; before, that of the package ws is given.
//
// npm install ./sdk/typescript ws && FREEHOLD_SERVER=http://127.0.0.1:8080 node examples/sdk/talk.mjs
import { Client } from "@freehold/client";
import { WebSocket } from "ws";

const source = `
number = int(input("a number? "))
print(number // 2, "is half of", number)
`;

const client = new Client({ webSocket: WebSocket });
const { id } = await client.submit({ runtime: "python", source, interactive: true });
const talk = await client.attach(id);
for await (const event of talk) {
  if (event.type === "stdout" && event.text === "a number? ") {
    await talk.write("42\n");
  } else if (event.type === "stdout") {
    process.stdout.write(event.text);
  }
}

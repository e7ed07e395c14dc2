import assert from "node:assert/strict";
import { test } from "node:test";
import { PONG, readServerMessage, type Request, writeRequest } from "../src/message.ts";
import { fixtures } from "./fixtures.ts";

for (const { name, text } of fixtures("server")) {
  test(`reads the server's frame ${name} completely`, () => {
    assert.deepEqual(readServerMessage(text), JSON.parse(text));
  });
}

for (const { name, text } of fixtures("client")) {
  test(`writes the client's frame ${name} exactly`, () => {
    const { id, ...request } = JSON.parse(text) as Request & { id: string };
    const written = request.type === ("pong" as string) ? PONG : writeRequest(id, request as Request);
    assert.equal(written, text.replace(',"from":null', ""));
  });
}

test("ignores unknown fields", () => {
  assert.deepEqual(readServerMessage('{"type":"ok","id":"1","since":"v2"}'), { type: "ok", id: "1" });
});

test("ignores messages of an unknown type", () => {
  assert.equal(readServerMessage('{"type":"weather","sunny":true}'), undefined);
});

const BAD: readonly (readonly [string, RegExp])[] = [
  ["hello", /not JSON: hello/],
  ["[]", /message is \[\], expected an object/],
  ['{"id":"1"}', /type is missing, expected a string/],
  ['{"type":"ok"}', /id is missing/],
  ['{"type":"ok","id":1}', /id is 1, expected a string/],
  ['{"type":"error","id":"1","code":"x","message":"m","retryable":"no"}', /retryable is "no", expected true or false/],
  [
    '{"type":"welcome","session":"s","instance":"i","heartbeatMs":2.5,"user":null}',
    /heartbeatMs is 2.5, expected an integer/,
  ],
  ['{"type":"delta","topic":"t","from":1,"to":null,"events":[]}', /from is 1, expected a string/],
  ['{"type":"delta","topic":"t","from":null,"to":null,"events":{}}', /events is {}, expected an array/],
  [
    '{"type":"delta","topic":"t","from":null,"to":"1.a","events":[{"kind":"state","id":"1.a","at":1,"key":"k"}]}',
    /data is missing/,
  ],
  [
    '{"type":"delta","topic":"t","from":null,"to":"1.a","events":[{"kind":"news","id":"1.a","at":1}]}',
    /kind is "news", expected state, gone or notice/,
  ],
];

for (const [frame, shows] of BAD) {
  test(`refuses ${frame} and says why`, () => {
    assert.throws(() => readServerMessage(frame), { name: "BadFrame", message: shows });
  });
}

test("refuses a binary frame", () => {
  assert.throws(() => readServerMessage(new ArrayBuffer(1)), /binary/);
});

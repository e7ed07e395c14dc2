export type { Position } from "./delta.ts";
export type { Environment, Socket, SocketEvents, WebSocketConstructor } from "./environment.ts";
export { FanfareError } from "./error.ts";
export type { Draft, Event, GoneEvent, NoticeEvent, StateEvent } from "./event.ts";
export { connect, Fanfare, type Options } from "./fanfare.ts";
export type { Json } from "./json.ts";
export type { Change } from "./replica.ts";
export type { Status } from "./status.ts";
export type { Topic, TopicEvents } from "./topic.ts";

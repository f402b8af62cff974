// @ts-check
// The socket: messages in both directions, and reconnecting when it is lost.

import { decodeFrame } from "./frame.js";

/**
 * @typedef {{message: (message: any) => void, frame: (frame: import("./frame.js").Frame) => void,
 *   state: (state: "open"|"retrying"|"lost"|"ended", text: string) => void}} Listener
 */

const retryDelays = [500, 1000, 2000, 4000, 8000];
const hereInterval = 30_000;

/** One socket to the server; when it is lost, it is opened again automatically a few times. */
export class Connection {
  #listener;
  /** @type {WebSocket|undefined} */
  #socket;
  #failures = 0;
  /** @type {number|undefined} */
  #retry;
  #farewell = "";

  /** @param {Listener} listener */
  constructor(listener) {
    this.#listener = listener;
    window.setInterval(() => this.send({ do: "here" }), hereInterval);
    // A page that the browser keeps for its Back button must not hold a socket.
    window.addEventListener("pagehide", () => this.#hangUp());
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.reconnect());
  }

  /** Opens the socket; the server then says hello. */
  open() {
    window.clearTimeout(this.#retry);
    this.#farewell = "";
    this.#socket?.close();
    const address = new URL("/socket", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => socket === this.#socket && this.#receive(data);
    socket.onclose = () => socket === this.#socket && this.#lose();
    this.#socket = socket;
  }

  /** Opens the socket because the user asked for it; failures are counted from 0 again. */
  reconnect() {
    this.#failures = 0;
    this.open();
  }

  /**
   * Sends a message, or drops it while there is no connection.
   * @param {object} message
   */
  send(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** @param {string|ArrayBuffer} data */
  #receive(data) {
    if (typeof data !== "string") return this.#listener.frame(decodeFrame(data));
    const message = JSON.parse(data);
    if (message.type === "bye") this.#farewell = message.message;
    if (message.type === "hello") {
      this.#failures = 0;
      this.#listener.state("open", "");
    }
    this.#listener.message(message);
  }

  #hangUp() {
    window.clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #lose() {
    this.#socket = undefined;
    if (this.#farewell) return this.#listener.state("ended", this.#farewell);
    const delay = retryDelays[this.#failures];
    this.#failures += 1;
    if (delay === undefined) {
      return this.#listener.state("lost", "No connection to the server. Is dropout serve still running?");
    }
    this.#listener.state("retrying", "Connection lost. Trying again; your experiment comes back as it was.");
    this.#retry = window.setTimeout(() => this.open(), delay);
  }
}

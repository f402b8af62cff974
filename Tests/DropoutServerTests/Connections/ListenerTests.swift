import FlyingFox
import FlyingSocks
import Foundation
import Testing

@testable import DropoutServer

struct ListenerTests {
  /// The server stops writing to a client that keeps asking but never reads.
  @Test func aClientThatNeverReadsIsCutOff() async throws {
    var limits = Listener.Limits(connections: 9)
    limits.idle.http = .milliseconds(600)
    limits.farewell = .milliseconds(400)
    let body = Data(count: 1 << 20)
    let listener = try Listener(address: .inet(ip4: "127.0.0.1", port: 0), limits: limits) { _ in
      HTTPResponse(statusCode: .ok, body: body)
    }
    let port = try #require(listener.port)
    let running = Task { try await listener.run() }
    let client = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: port))
    // Far more answers than the buffers of both sides hold.
    let get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    try await client.write(Data(String(repeating: get, count: 64).utf8))
    try await Task.sleep(for: .seconds(5))
    var count = 0
    while let bytes = try? await client.read(atMost: 65_536) { count += bytes.count }
    #expect(count > 0 && count < 64 * body.count)
    try client.close()
    await listener.close()
    try await running.value
  }
}

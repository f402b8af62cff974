import DropoutLab
import DropoutTraining
import FlyingFox
import FlyingSocks
import Foundation
import Testing

@testable import DropoutServer

extension BrowserTests {
  /// Files and connections, good and bad.
  struct Faults {
    private func withFile(
      _ name: String, _ content: String, _ use: (String) async throws -> Void
    ) async throws {
      let folder = FileManager.default.temporaryDirectory.appending(
        path: "dropout-upload-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let file = folder.appending(path: name)
      try Data(content.utf8).write(to: file)
      try await use(file.path)
    }

    @Test func anUploadBecomesTheDataSet() async throws {
      let rows = (0..<60).map { "\($0 % 7),\($0 % 11),\($0 % 7 > $0 % 11 ? "high" : "low")" }
      let csv = "left,right,class\n" + rows.joined(separator: "\n") + "\n"
      try await withFile("mine.csv", csv) { path in
        try await BrowserPage.visit { page in
          try await page.type(path, into: "#upload")
          let dataset = try Dataset.load(
            bytes: Array(csv.utf8), name: "mine.csv", options: DatasetOptions(splitSeed: 1))
          try await page.expectText("#uploadMessage", "the file's line") {
            $0.hasSuffix("; " + dataset.summaryLine)
          }
          try await page.state("its command") { $0.command.contains("mine.csv") }
          #expect(try await page.value("#data").hasPrefix("upload:"))
          let state = try await page.go(to: 45)
          let training = WantedExperiment().training(dataset)
          let digests = try WantedExperiment().policies.map {
            let policy = try #require(MaskPolicy($0))
            return ReferenceRun(
              dataset: dataset, training: training, policy: policy, seed: WantedExperiment().seed
            ).after(45).parameters.digest
          }
          #expect(state.digests == digests)
        }
      }
    }

    @Test func largeAndBadFilesAreRefusedAndThePageGoesOn() async throws {
      try await withFile("bad.csv", "a,b,class\n1,2,x\n1,oops,y\n") { path in
        // The browser itself logs the refusal's status.
        try await BrowserPage.visit(allowsComplaints: true) { page in
          try await page.go(to: 14)
          let large = String(repeating: "1,2,0\n", count: 180_000)
          try await withFile("large.csv", large) { path in
            try await page.type(path, into: "#upload")
            try await page.expectText("#uploadMessage", "a refusal") {
              $0 == "large.csv has 1055 KiB; at most 1024 KiB can be used."
            }
          }
          // It was not even sent.
          #expect(try await page.browser.log().isEmpty)
          try await page.type(path, into: "#upload")
          let error = #expect(throws: DatasetError.self) {
            try Dataset.load(
              bytes: Array("a,b,class\n1,2,x\n1,oops,y\n".utf8), name: "bad.csv",
              options: DatasetOptions(splitSeed: 1))
          }
          try await page.expectText("#uploadMessage", "why") { $0 == error?.description }
          #expect(try await page.value("#data") == "football")
          try await page.click("#step")
          #expect(try await page.still(at: 15).digests == WantedExperiment().digests(after: 15))
          #expect(
            try await page.browser.log().allSatisfy { $0.message.contains("/api/data") })
        }
      }
    }

    /// What a foreign site's script can send through the user's browser.
    @Test func aForeignPageUploadsNothingAndOpensNoSession() async throws {
      let csv = "a,b,class\n" + String(repeating: "1,2,x\n3,4,y\n", count: 30)
      var upload = ExperimentSettings()
      upload.data = try await DataShelf().keep(Array(csv.utf8), fileName: "x.csv").data
      let server = try await RunningServer(store: RunStore(path: ":memory:"))
      let emptyPage = ClosureHTTPHandler { _ in
        HTTPResponse(statusCode: .ok, headers: [.contentType: "text/html"], body: Data("<p>".utf8))
      }
      let foreign = HTTPServer(
        address: try sockaddr_in.inet(ip4: "127.0.0.1", port: 0), logger: .disabled,
        handler: emptyPage)
      let serving = Task { try await foreign.run() }
      try await foreign.waitUntilListening()
      let port = try #require(
        await foreign.listeningAddress.flatMap { address -> UInt16? in
          if case .ip4(_, let port) = address { port } else { nil }
        })
      try await BrowserPage.visit(of: server, allowsComplaints: true) { page in
        try await page.browser.navigate(to: "http://localhost:\(port)/")
        _ = try await wait(for: "the own page's session to end") {
          "\(await server.server.sessions.count) sessions"
        } _: {
          await server.server.sessions.count == 0 ? true : nil
        }
        let outcomes: [String] = try await page.browser.asyncScript(
          """
          const [address, csv, done] = arguments;
          const host = new URL(address).host;
          const requests = `POST /api/data?name=x.csv HTTP/1.1\\r\\nHost: ${host}\\r\\nConnection: keep-alive\\r\\n`
            + `Content-Length: ${csv.length}\\r\\n\\r\\n${csv}`
            + `GET /socket HTTP/1.1\\r\\nHost: ${host}\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n`
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n";
          const send = (path, body) => fetch(address + path, { method: "POST", mode: "no-cors", body })
            .then(() => "answered", () => "broken");
          const socket = new Promise((resolve) => {
            const socket = new WebSocket(`ws://${host}/socket`);
            socket.onopen = () => resolve("open");
            socket.onerror = () => resolve("refused");
          });
          Promise.all([
            socket, send("api/data?name=x.csv", csv), send("", requests),
            send("", requests + " ".repeat(3 << 20)),
          ]).then(done);
          """, server.address, csv)
        // Even the answers are kept from a page of another origin.
        #expect(outcomes.dropLast() == ["refused", "broken", "broken"])
        // What was sent before has been dealt with once another connection is served to its end.
        try await page.browser.navigate(to: server.address + "nothing")
        #expect(await server.server.sessions.count == 0)
        await #expect(throws: LiveError.self) {
          _ = try await server.server.shelf.dataset(of: upload)
        }
      }
      await foreign.stop()
      _ = await serving.result
      try await server.stop()
    }

    @Test func aStoppedServerIsSaidAndTheExperimentComesBack() async throws {
      let store = try RunStore(path: ":memory:")
      let server = try await RunningServer(store: store)
      let port = try #require(URLComponents(string: server.address)?.port.map { UInt16($0) })
      // The browser logs every attempt in vain.
      try await BrowserPage.visit("?seed=8&step=0", of: server, allowsComplaints: true) { page in
        var wanted = WantedExperiment()
        wanted.seed = 8
        try await page.go(to: 26)
        try await page.state("the address") { $0.query.contains("&step=26&") }
        #expect(try await !page.isShown("#connection"))
        try await server.stop()
        try await page.expectText(".connection-text", "the reason") {
          $0 == "the server was stopped"
        }
        #expect(try await page.isShown("#connection"))
        // In vain as yet; then it tries again by itself.
        try await page.click("#reconnect")
        try await page.expectText(".connection-text", "an attempt") {
          $0.hasPrefix("Connection lost.")
        }
        let again = try await RunningServer(store: store, port: port)
        try await page.expectShown("#connection", false)
        #expect(try await page.still(at: 26).digests == wanted.digests(after: 26))
        try await page.click("#step")
        #expect(try await page.still(at: 27).digests == wanted.digests(after: 27))
        // And once more, by the user's own wish.
        try await again.stop()
        try await page.expectText(".connection-text", "the reason") {
          $0 == "the server was stopped"
        }
        let third = try await RunningServer(store: store, port: port)
        try await page.click("#reconnect")
        try await page.expectShown("#connection", false)
        try await page.go(to: 4)
        try await page.browser.navigate(to: "about:blank")
        try await third.stop()
      }
    }
  }
}

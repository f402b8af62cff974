import DropoutLab
import DropoutTraining
import FlyingFox
import Foundation
import Testing

@testable import DropoutServer

@Suite(.timeLimit(.minutes(5)))
struct RouteTests {
  private func server(
    _ store: RunStore? = nil, names: [String] = []
  ) throws -> LaboratoryServer {
    var configuration = LaboratoryServer.Configuration()
    configuration.names = names
    return try LaboratoryServer(
      store: store ?? RunStore(path: ":memory:"), configuration: configuration)
  }

  private func request(
    _ path: String, method: HTTPMethod = .GET, query: [(String, String)] = [],
    headers: [HTTPHeader: String] = [:], body: Data = Data()
  ) -> HTTPRequest {
    HTTPRequest(
      method: method, version: .http11, path: path,
      query: query.map { .init(name: $0.0, value: $0.1) },
      headers: headers.merging([.host: "127.0.0.1:8080"]) { given, _ in given }, body: body)
  }

  private func text(_ response: HTTPResponse) async throws -> String {
    String(decoding: try await response.bodyData, as: UTF8.self)
  }

  @Test(arguments: [
    ("localhost:8080", true), ("127.0.0.1", true), ("LOCALHOST:1", true), ("[::1]:8080", true),
    ("lab.example:80", true), ("evil.example", false), ("127.0.0.1.evil.example", false),
    ("localhost.evil.example:8080", false), ("10.0.0.1:8080", false), ("", false), ("[::1", false),
    ("localhost:8080@evil.example", false),
  ])
  func onlyItsOwnNamesAreAnswered(host: String, isAccepted: Bool) async throws {
    let response = try await server(names: ["Lab.Example"]).handler.handleRequest(
      request("/", headers: [.host: host]))
    #expect(response.statusCode == (isAccepted ? .ok : .forbidden))
  }

  @Test func aProxyOfTheUsersNameMaySpeakTLS() async throws {
    let server = try server(names: ["lab.example"])
    for (origin, isAccepted) in [
      ("https://lab.example", true), ("http://lab.example", true), ("https://evil.example", false),
    ] {
      let response = await server.handler.handleRequest(
        request("/", headers: [.host: "lab.example", .origin: origin]))
      #expect(response.statusCode == (isAccepted ? .ok : .forbidden), "\(origin)")
    }
  }

  @Test func itsOwnAddressIsAccepted() {
    #expect(
      HostPolicy(isOpen: false, names: [], ownAddress: "127.0.0.2").accepts(host: "127.0.0.2:8080"))
  }

  @Test func addressesAreAcceptedOnlyBeyondLoopback() {
    let open = HostPolicy(isOpen: true, names: [])
    #expect(open.accepts(host: "192.168.1.7:8080") && open.accepts(host: "[fe80::1]:8080"))
    #expect(!open.accepts(host: "rebound.example:8080") && !open.accepts(host: "1.2.3.400"))
    #expect(!HostPolicy(isOpen: false, names: []).accepts(host: "192.168.1.7:8080"))
  }

  @Test(arguments: ["/", "/socket", "/api/runs", "/api/data", "/report"])
  func otherSitesAreRefused(path: String) async throws {
    for origin in [
      "http://evil.example", "http://127.0.0.1:3000", "https://127.0.0.1:8080", "null",
    ] {
      let response = try await server().handler.handleRequest(
        request(path, method: path == "/api/data" ? .POST : .GET, headers: [.origin: origin]))
      #expect(response.statusCode == .forbidden)
    }
    let own = try await server().handler.handleRequest(
      request("/", headers: [.origin: "http://127.0.0.1:8080"]))
    #expect(own.statusCode == .ok)
  }

  @Test func everyFileComesWithItsTypeAndAStrictPolicy() async throws {
    let server = try server()
    let folder = try #require(Bundle.resourceFolder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.contains("index.html") && names.contains("main.js"))
    for name in names + ["colours.css"] {
      let response = await server.handler.handleRequest(request("/\(name)"))
      #expect(response.statusCode == .ok, "\(name)")
      let type = try #require(response.headers[.contentType])
      #expect(
        type.hasPrefix(
          name.hasSuffix("js")
            ? "text/javascript" : name.hasSuffix("css") ? "text/css" : "text/html"))
      let policy = try #require(response.headers[.contentSecurityPolicy])
      #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
      #expect(response.headers[HTTPHeader("X-Content-Type-Options")] == "nosniff")
    }
  }

  @Test(arguments: ["/main.js", "/nothing", "/api/runs"])
  func aHeadIsThatOfGetWithoutItsBody(path: String) async throws {
    let server = try server()
    let get = await server.handler.handleRequest(request(path))
    let head = await server.handler.handleRequest(request(path, method: .HEAD))
    let bytes = try await get.bodyData.count
    #expect(head.statusCode == get.statusCode && bytes > 0)
    #expect(head.headers[.contentLength] == "\(bytes)")
    #expect(try await head.bodyData.isEmpty)
  }

  @Test func aHeadOpensNoSession() async throws {
    let upgrade: [HTTPHeader: String] = [
      .upgrade: "websocket", .connection: "Upgrade", .webSocketVersion: "13",
      .webSocketKey: "dGhlIHNhbXBsZSBub25jZQ==",
    ]
    let server = try server()
    let head = await server.handler.handleRequest(
      request("/socket", method: .HEAD, headers: upgrade))
    #expect(head.statusCode == .notFound)
    let get = await server.handler.handleRequest(request("/socket", headers: upgrade))
    #expect(get.statusCode == .switchingProtocols)
  }

  @Test(arguments: [
    "/nothing", "/../Package.swift", "/.hidden", "/..", "/a/b.js", "/index.html/", "/%2e%2e/x.js",
    "/index", "/style.css%00.js", "/api", "/api/nothing",
  ])
  func nothingElseIsServed(path: String) async throws {
    #expect(try await server().handler.handleRequest(request(path)).statusCode == .notFound)
  }

  @Test func thePageNeedsNothingFromOutside() throws {
    let folder = try #require(Bundle.resourceFolder)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        // A name, not an address.
        .replacing("http://www.w3.org/2000/svg", with: "")
      for word in ["https://", "http://", "//cdn", "eval(", "onclick=", "style=\""] {
        let found = text.contains(word)
        #expect(!found, "\(name) has \(word)")
      }
    }
  }

  // MARK: Uploads

  private static let csv = """
    width,height,class
    \((0..<40).map { "\($0 % 7),\($0 % 5),\($0 % 2 == 0 ? "red" : "blue")" }.joined(separator: "\n"))

    """

  private func upload(
    _ body: String, name: String = "my.csv", server: LaboratoryServer
  ) async throws -> (status: HTTPStatusCode, answer: [String: String]) {
    let response = await server.handler.handleRequest(
      request("/api/data", method: .POST, query: [("name", name)], body: Data(body.utf8)))
    let answer = try JSONDecoder().decode([String: String].self, from: try await response.bodyData)
    return (response.statusCode, answer)
  }

  @Test func anUploadBecomesADataSet() async throws {
    let (status, answer) = try await upload(
      Self.csv, name: "folder/my\u{7}.csv", server: server())
    #expect(status == .ok)
    #expect(
      answer["line"]?.hasPrefix("class: class (blue, red); 2 features: width, height;") == true)
    #expect(
      answer["line"]?.contains("my.csv: 32 training and 8 test examples, 2 features") == true)
    let shelf = DataShelf()
    let kept = try await shelf.keep(Array(Self.csv.utf8), fileName: "my.csv")
    #expect(kept.data == answer["data"])
    let page = LivePage(store: try RunStore(path: ":memory:"), shelf: shelf)
    await page.open(
      "\"data\":\"\(kept.data)\",\"policies\":[\"per-example\",\"per-batch\"],\"step\":5")
    let opened = try await page.message("opened")
    #expect(opened.network == [2, 20, 3, 1])
    #expect(try await page.still(at: 5).panels[0].boundary != nil)
  }

  @Test(arguments: [
    ("", "empty"), ("x,y\n1,2\nthree", "my.csv"), ("\u{0}\u{1}", "not a text file"),
    ("a,b,c\n", "my.csv"),
  ])
  func whatIsNoDataIsRefused(body: String, says: String) async throws {
    let (status, answer) = try await upload(
      body, server: server())
    #expect(status == .badRequest)
    #expect(answer["error"]?.contains(says) == true, "\(answer)")
  }

  /// What a stranger's table is taken for: the forms that were taken wrongly, or refused.
  @Test(arguments: [
    ("x,y,team", "class: team (0, 1); 2 features: x, y;"),
    ("x,y,label", "class: label (0, 1); 2 features: x, y;"),
    ("0,1,label", "class: label (0, 1); 2 features: 0, 1;"),
    ("x;y;class", "class: class (0, 1); 2 features: x, y; separated by semicolons;"),
  ]) func theAnswerSaysWhatWasTaken(header: String, says: String) async throws {
    let separator = header.contains(";") ? ";" : ","
    let rows = (0..<120).map { "\($0 % 7)\(separator)\($0 % 10)\(separator)\($0 % 2)" }
    let (status, answer) = try await upload(
      header + "\n" + rows.joined(separator: "\n"), server: server())
    #expect(status == .ok)
    #expect(answer["line"]?.hasPrefix(says) == true, "\(answer)")
  }

  @Test func wideAndLongUploadsAreRefusedBeforeTheyAreRead() async throws {
    let names = (0..<100_000).map { "c\($0)" }.joined(separator: ",")
    let (status, answer) = try await upload(names + "\n", server: server())
    #expect(status == .badRequest)
    #expect(answer["error"]?.contains("100000 columns; the page takes up to 100 features") == true)
    let rows = String(repeating: "1,2,0\n3,4,1\n", count: 6_000)
    let (_, long) = try await upload(rows, server: server())
    #expect(long["error"]?.contains("more than 10000 rows") == true)
  }

  /// The shelf waits for the reading of a table and does not do it: others get their answers meanwhile.
  @Test func anUploadHoldsNobodyUp() async throws {
    let (begun, answered) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let shelf = DataShelf { bytes, name, options in
      begun.signal()
      // Ends only after another page was served.
      answered.wait()
      return try Dataset.load(bytes: bytes, name: name, options: options)
    }
    async let kept = shelf.keep(Array(Self.csv.utf8), fileName: "my.csv")
    while begun.wait(timeout: .now()) == .timedOut { try await Task.sleep(for: .milliseconds(1)) }
    #expect(try await shelf.dataset(of: ExperimentSettings()).name == "football")
    answered.signal()
    #expect(try await kept.line.contains("my.csv"))
  }

  @Test func moreClassesThanThePageShowsAreRefused() async throws {
    let shelf = DataShelf()
    let text = (0..<200).map { "\($0 % 9),\($0 % 11),\($0 % 21)" }.joined(separator: "\n")
    let kept = try await shelf.keep(Array(text.utf8), fileName: "classes.csv")
    var settings = ExperimentSettings()
    settings.data = kept.data
    await #expect(throws: LiveError.self) { _ = try await Experiment(settings, shelf: shelf) }
  }

  @Test(arguments: [
    (100, 20, 5_000, 5_000, ""), (101, 2, 9, 9, "101 features; the page takes up to 100"),
    (2, 21, 30, 30, "21 classes; the page takes up to 20"),
    (2, 2, 5_001, 9, "5001 training examples; the page takes 1 to 5000"),
    (2, 2, 9, 5_001, "5001 test examples; the page takes 1 to 5000"),
  ])
  func largerDataThanThePageShowsAreRefused(
    features: Int, classes: Int, train: Int, test: Int, refusal: String
  ) throws {
    let parts = [train, test].map { count in
      Examples(
        featureCount: features, features: [Float](repeating: 0, count: count * features),
        labels: (0..<count).map { Int32($0 % classes) })
    }
    let dataset = Dataset(name: "large", classCount: classes, train: parts[0], test: parts[1])
    guard !refusal.isEmpty else { return try Experiment.check(dataset) }
    let error = #expect(throws: LiveError.self) { try Experiment.check(dataset) }
    #expect(error?.description == "large has \(refusal), dropout compare takes more")
  }

  @Test(arguments: [("football", "football.csv"), ("mnist", "mnist.csv"), ("", "upload.csv")])
  func anUploadIsNeverTakenForAGenerator(name: String, called: String) async throws {
    let (_, answer) = try await upload(Self.csv, name: name, server: server())
    #expect(answer["line"]?.contains("; \(called):") == true)
  }

  @Test func uploadsAreLimitedInNumber() async throws {
    let shelf = DataShelf()
    var names: [String] = []
    for number in 0..<20 {
      names.append(
        try await shelf.keep(Array((Self.csv + "\(number),1,red\n").utf8), fileName: "my.csv").data)
    }
    var settings = ExperimentSettings()
    settings.data = names[19]
    #expect(try await shelf.dataset(of: settings).name == "my.csv")
    settings.data = names[0]
    await #expect(throws: LiveError.self) { try await shelf.dataset(of: settings) }
  }

  // MARK: Stored runs

  private struct Entry: Decodable {
    let data: String
    let policies: [String]
    let seeds: Int
    let report: String?
    let why: String?
  }

  private func entries(_ server: LaboratoryServer) async throws -> [Entry] {
    let response = await server.handler.handleRequest(request("/api/runs"))
    return try JSONDecoder().decode([Entry].self, from: try await response.bodyData)
  }

  private func open(_ link: String, on server: LaboratoryServer) async throws -> HTTPResponse {
    let parts = try #require(URLComponents(string: link))
    return await server.handler.handleRequest(
      request(
        parts.path, query: (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }))
  }

  @Test func storedRunsAreListedAndTheirReportIsTheOneCompareWrites() async throws {
    let store = try RunStore(path: ":memory:")
    let page = LivePage(store: store)
    await page.open("\"policies\":[\"per-example\",\"per-batch\"],\"steps\":60")
    await page.send("{\"do\":\"compare\",\"seeds\":3}")
    let end = try await page.message("comparison") { $0.state == "done" }
    let server = try server(store)
    let listed = try await entries(server)
    #expect(listed.count == 1 && listed[0].data == "football" && listed[0].seeds == 3)
    #expect(listed[0].policies == ["per-example", "per-batch"] && listed[0].why == nil)
    #expect(try await open(try #require(listed[0].report), on: server).statusCode == .ok)

    let response = try await open(try #require(end.report), on: server)
    #expect(response.statusCode == .ok)
    let html = try await text(response)
    let dataset = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    var settings = PlanSettings()
    try settings.merge(assignment: "training.steps=60")
    try settings.merge(assignment: "comparison.policies=per-example,per-batch")
    try settings.merge(assignment: "comparison.seeds=3")
    try settings.merge(assignment: "comparison.first-seed=3")
    let plan = try Plan(settings, dataset: dataset)
    let runs = plan.runs(dataset: dataset)
    let records = try store.records(identities: runs.map(\.identity))
    let content = try ReportContent(
      plan: plan, dataset: dataset,
      results: ComparisonResults(
        runs: runs.compactMap { records[$0.identity] }, policies: plan.policies,
        testExampleCount: dataset.test.count, steps: plan.training.steps),
      store: store, command: plan.command(dataset: dataset))
    #expect(html == HTMLReport.text(of: content))
    // Nobody said beforehand that there would be two seeds.
    let two = try #require(end.report).replacing("seeds=3", with: "seeds=2")
    let unknown = try await text(try await open(two, on: server))
    #expect(
      unknown.contains("It is not known whether the number of seeds was fixed")
        && !unknown.contains("Holm"))
    #expect(response.headers[.contentSecurityPolicy]?.contains("script-src 'sha256-") == true)
  }

  /// A policy with more seeds than the others is not cut down to theirs alone.
  @Test func policiesWithMoreSeedsAreListedOnceMore() async throws {
    let store = try RunStore(path: ":memory:")
    let dataset = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    var training = try ReferenceRun("per-example").training
    training.steps = 3
    let data = PreparedData(dataset)
    let trained = [
      ("none", Array(2...4)), ("per-batch", Array(1...7)), ("per-example", Array(1...7)),
      ("per-group:2", [1, 3]),
    ]
    for (policy, seeds) in trained {
      for seed in seeds {
        let run = PlannedRun(
          training: training, policy: try #require(MaskPolicy(policy)), seed: UInt64(seed),
          dataChecksum: dataset.checksum)
        try store.insert(run, try #require(run.train(data)), dataName: "football")
      }
    }
    let server = try server(store)
    let listed = try await entries(server)
    #expect(
      listed.map(\.policies) == [
        ["none", "per-example", "per-batch"], ["per-example", "per-batch"],
      ])
    #expect(listed.map(\.seeds) == [3, 7])
    for entry in listed {
      #expect(try await open(try #require(entry.report), on: server).statusCode == .ok)
    }
  }

  @Test func whatCannotBeOpenedSaysWhy() async throws {
    let store = try RunStore(path: ":memory:")
    let dataset = try DataGenerator.moons.makeDataset(GeneratorOptions(seed: 77))
    var training = try ReferenceRun("per-example").training
    training.steps = 3
    let run = PlannedRun(
      training: training, policy: .perExample, seed: 1, dataChecksum: dataset.checksum)
    try store.insert(
      run, try #require(run.train(PreparedData(dataset))), dataName: "moons")
    let server = try server(store)
    let listed = try await entries(server)
    #expect(listed[0].report == nil && listed[0].why?.contains("not at hand") == true)
    let link = ReportLink(
      comparison: run.comparison, policies: [.perExample], firstSeed: 1, seedCount: 1)
    #expect(try await open(link.path, on: server).statusCode == .notFound)
    let other = ReportLink(
      comparison: run.comparison, policies: [.perExample], firstSeed: 1, seedCount: 5)
    #expect(try await open(other.path, on: server).statusCode == .notFound)
  }

  /// What a link asks for beyond what is stored is not even counted up.
  @Test(arguments: [
    (["per-example", "per-batch"], 1, 3), (["per-example"], 1, 4), (["per-example"], 0, 3),
    (["per-example"], 2, 100_000),
  ])
  func aLinkBeyondTheStoredRunsIsRefused(policies: [String], first: UInt64, seeds: Int) async throws
  {
    let store = try RunStore(path: ":memory:")
    let dataset = try DataGenerator.football.makeDataset(GeneratorOptions(seed: 1))
    var training = try ReferenceRun("per-example").training
    training.steps = 3
    let data = PreparedData(dataset)
    let runs = (1...3).map {
      PlannedRun(
        training: training, policy: .perExample, seed: $0, dataChecksum: dataset.checksum)
    }
    for run in runs { try store.insert(run, try #require(run.train(data)), dataName: "football") }
    let link = ReportLink(
      comparison: runs[0].comparison, policies: try policies.map { try #require(MaskPolicy($0)) },
      firstSeed: first, seedCount: seeds)
    let answer = try await open(link.path, on: try server(store))
    #expect(answer.statusCode == .notFound)
    #expect(try await text(answer).hasPrefix("the store has no such runs"))
  }

  @Test(arguments: [
    "/report", "/report?comparison=1&policies=none&first=1&seeds=1",
    "/report?comparison=\(String(repeating: "a", count: 64))&policies=some&first=1&seeds=1",
    "/report?comparison=\(String(repeating: "a", count: 64))&policies=none&first=-1&seeds=1",
    "/report?comparison=\(String(repeating: "a", count: 64))&policies=none&first=1&seeds=99999999999",
  ])
  func aBrokenLinkIsSaidToBeOne(link: String) async throws {
    #expect(try await open(link, on: server()).statusCode == .badRequest)
  }
}

import ArgumentParser
import DropoutLab
import DropoutServer
import Foundation

/// `dropout serve`: serves the live page.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Open a page on which policies train side by side while you watch their masks.",
    discussion: """
      Prints the address to open in a browser and serves until Ctrl-C. The page shows the mask \
      matrix D step by step, the decision boundaries, the thinned networks, and compares the \
      policies over many seeds, whose runs go to the store.

      It listens on this machine alone. --host 0.0.0.0 lets other machines in: there is no password.
      """)

  @Option(help: "Address to listen on.")
  var host = "127.0.0.1"

  @Option(name: .joinable("p"), help: "Port to listen on; 0 for a free one.")
  var port: UInt16 = 8080

  @Option(help: "How many pages may be open at once.")
  var sessions = 16

  @Option(
    name: .customLong("name"),
    help: "Another name under which the server may be asked, as behind a proxy; may be repeated.")
  var names: [String] = []

  @OptionGroup(title: "Store") var storeOptions: StoreOptions

  @Flag(name: .shortAndLong, help: "No messages on standard error.")
  var quiet = false

  func validate() throws {
    try check("--sessions", sessions, in: 1...1000, remedy: "give a number from 1 to 1000")
  }

  func run() async throws {
    var configuration = LaboratoryServer.Configuration()
    configuration.host = host
    configuration.port = port
    configuration.names = names
    configuration.sessions = sessions
    let server = try LaboratoryServer(store: storeOptions.open(), configuration: configuration)
    try await Interruption.deferred(mayLast: true) {
      let watcher = Task {
        while !Interruption.isRequested { try await Task.sleep(for: .milliseconds(100)) }
        await server.stop()
      }
      defer { watcher.cancel() }
      try await server.run { address in
        Terminal.verbatim(address)
        if !quiet { Terminal.message("open it in a browser; Ctrl-C ends the server") }
      }
      if Interruption.isRequested { try await watcher.value }
    }
  }
}

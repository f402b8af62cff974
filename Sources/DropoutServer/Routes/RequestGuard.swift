import FlyingFox
import Foundation
import Synchronization

/// Refuses requests that another site makes the user's browser send, and adds headers to every answer that
/// isolate the page from other sites.
struct RequestGuard: Sendable {
  private let inner: RoutedHTTPHandler
  private let policy: HostPolicy

  init(_ inner: RoutedHTTPHandler, policy: HostPolicy) {
    (self.inner, self.policy) = (inner, policy)
  }

  func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
    var response = await answer(to: request)
    for (name, value) in Self.headers where response.headers[name] == nil {
      response.headers[name] = value
    }
    // The answer to GET without its body (RFC 9110, section 9.3.2).
    if request.method == .HEAD, case .httpBody(let body) = response.payload {
      response.headers[.contentLength] = body.count.map(String.init)
      response.payload = .httpBody(HTTPBodySequence())
    }
    return response
  }

  private func answer(to request: HTTPRequest) async -> HTTPResponse {
    guard let host = request.headers[.host], policy.accepts(host: host) else {
      return .text(.forbidden, "this server answers to its own name only\n")
    }
    if let origin = request.headers[.origin], !policy.accepts(origin: origin, host: host) {
      return .text(.forbidden, "requests from other sites are refused\n")
    }
    var request = request
    if request.method == .HEAD, request.headers[.upgrade] == nil { request.method = .GET }
    do {
      return try await inner.handleRequest(request)
    } catch is HTTPUnhandledError {
      return .text(.notFound, "there is nothing here; the page is at /\n")
    } catch {
      return .text(.internalServerError, "\(error)\n")
    }
  }

  private static let headers: [(HTTPHeader, String)] = [
    (.contentSecurityPolicy, pagePolicy), (HTTPHeader("X-Content-Type-Options"), "nosniff"),
    (HTTPHeader("Referrer-Policy"), "no-referrer"),
    (HTTPHeader("Cross-Origin-Resource-Policy"), "same-origin"),
    (HTTPHeader("Cross-Origin-Opener-Policy"), "same-origin"), (.cacheControl, "no-cache"),
  ]

  /// For the page: only its own files, no inline script, not inside a frame.
  private static let pagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

extension HTTPHeader {
  static let contentSecurityPolicy = HTTPHeader("Content-Security-Policy")
  static let origin = HTTPHeader("Origin")
}

/// The host names by which the server accepts requests.
///
/// A site that makes its own name point to this address (DNS rebinding) sends that name. So loopback names
/// and, if the server listens beyond loopback, plain addresses are accepted, and other names only if allowed.
struct HostPolicy: Sendable {
  /// Whether the server can be reached from other machines.
  let isOpen: Bool
  /// Other allowed names, in lower case.
  let names: Set<String>
  /// The address that the server listens on.
  var ownAddress = "127.0.0.1"

  func accepts(host: String) -> Bool {
    guard let name = Self.name(of: host.lowercased()) else { return false }
    if ["localhost", "127.0.0.1", "[::1]", ownAddress].contains(name) || names.contains(name) {
      return true
    }
    return isOpen && Self.isAddress(name)
  }

  /// Whether a request comes from the server's own pages. With https only under an allowed name, which may be
  /// a proxy that speaks TLS to the browser.
  func accepts(origin: String, host: String) -> Bool {
    let (origin, host) = (origin.lowercased(), host.lowercased())
    if origin == "http://\(host)" { return true }
    return origin == "https://\(host)" && Self.name(of: host).map(names.contains) == true
  }

  /// The host without its port; nil if it is not a host.
  private static func name(of host: String) -> String? {
    let name: Substring
    if host.hasPrefix("[") {
      guard let end = host.firstIndex(of: "]") else { return nil }
      name = host[...end]
    } else {
      name = host.prefix { $0 != ":" }
    }
    let port = host[name.endIndex...]
    guard
      port.isEmpty
        || (port.first == ":" && port.dropFirst().allSatisfy { $0.isASCII && $0.isNumber })
    else { return nil }
    return name.isEmpty ? nil : String(name)
  }

  private static func isAddress(_ name: String) -> Bool {
    if name.hasPrefix("[") { return true }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }
}

extension HTTPResponse {
  /// An answer in plain text.
  static func text(_ status: HTTPStatusCode, _ text: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: [.contentType: "text/plain; charset=utf-8"],
      body: Data(text.utf8))
  }

  /// An answer in JSON.
  static func json(_ status: HTTPStatusCode, _ value: some Encodable) -> HTTPResponse {
    HTTPResponse(
      statusCode: status, headers: [.contentType: "application/json"], body: PageJSON.data(value))
  }
}

/// A table while its text is read; a class, because several headers may add to one table.
final class TOMLTree {
  /// How a table was made, which decides what may be added to it.
  enum Origin {
    /// By the header of a table below it; its own header may still come.
    case implied
    /// By its own header.
    case header
    /// By a dotted key; further dotted keys may add to it.
    case dotted
  }

  private enum Node {
    case value(TOMLValue)
    case table(TOMLTree)
    /// A list of tables, which is in ``lists``.
    case tables
  }

  private var origin: Origin
  private var keys: [String] = []
  private var nodes: [String: Node] = [:]
  private var lists: [String: [TOMLTree]] = [:]

  init(_ origin: Origin) { self.origin = origin }

  /// Sets `a.b.c = value` in this table.
  func set(_ path: [String], to value: TOMLValue) throws(TOMLError.Problem) {
    let table = try parent(path, making: .dotted)
    let last = path[path.count - 1]
    guard table.nodes[last] == nil else {
      throw .duplicate(path.joined(separator: "."))
    }
    table.add(last, .value(value))
  }

  /// The table of a header `[a.b.c]`.
  func table(_ path: [String]) throws(TOMLError.Problem) -> TOMLTree {
    let parent = try parent(path, making: .implied)
    let last = path[path.count - 1]
    switch parent.nodes[last] {
    case nil:
      let new = TOMLTree(.header)
      parent.add(last, .table(new))
      return new
    case .table(let found) where found.origin == .implied:
      found.origin = .header
      return found
    default: throw .duplicate(path.joined(separator: "."))
    }
  }

  /// A new table of a header `[[a.b.c]]`.
  func append(_ path: [String]) throws(TOMLError.Problem) -> TOMLTree {
    let parent = try parent(path, making: .implied)
    let last = path[path.count - 1]
    let new = TOMLTree(.header)
    switch parent.nodes[last] {
    case nil: parent.add(last, .tables)
    case .tables: break
    default: throw .duplicate(path.joined(separator: "."))
    }
    parent.lists[last, default: []].append(new)
    return new
  }

  /// The table that holds the last part of a path.
  ///
  /// - Parameter origin: The origin of the tables it makes: implied by a header, which may pass through any
  ///   table, or made by a dotted key, which passes only through tables of its kind.
  private func parent(_ path: [String], making origin: Origin) throws(TOMLError.Problem) -> TOMLTree
  {
    var table = self
    for key in path.dropLast() {
      switch table.nodes[key] {
      case nil:
        let new = TOMLTree(origin)
        table.add(key, .table(new))
        table = new
      case .table(let found) where origin == .implied || found.origin == .dotted: table = found
      case .tables where origin == .implied: table = table.lists[key]?.last ?? table
      default: throw .notATable(key)
      }
    }
    return table
  }

  private func add(_ key: String, _ node: Node) {
    keys.append(key)
    nodes[key] = node
  }

  /// The table as a value.
  var finished: TOMLTable {
    TOMLTable(
      entries: keys.compactMap { key in
        nodes[key].map { node in
          let value: TOMLValue =
            switch node {
            case .value(let value): value
            case .table(let table): .table(table.finished)
            case .tables: .list((lists[key] ?? []).map { .table($0.finished) })
            }
          return TOMLTable.Entry(key: key, value: value)
        }
      })
  }
}

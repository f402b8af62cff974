import Foundation

/// Files made once by NumPy 2.4 and SciPy 1.17; the script is in each member's comment.
enum NumPyFixtures {
  /// `numpy.save` of one array: its dtype, whether Fortran order, the file.
  struct Saved: Sendable {
    let descr: String
    let isFortranOrder: Bool
    let bytes: [UInt8]
  }

  private static func decoded(_ text: String) -> [UInt8] {
    guard let data = Data(base64Encoded: text) else { preconditionFailure("bad base64") }
    return [UInt8](data)
  }

  /// ```python
  /// base = np.arange(6).reshape(2, 3)
  /// for dt in ["|b1", "|u1", ..., ">f8"]:
  ///   np.save(file, (base % 2 if dt == "|b1" else base).astype(dt))
  /// np.save(file, np.asfortranarray(base.astype("<f4")))
  /// np.save(file, np.asfortranarray(np.arange(24).reshape(2, 3, 4)))
  /// ```
  static let saved: [Saved] = [
    Saved(
      descr: "|b1", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnfGIxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQAB\
        AAE=
        """)),
    Saved(
      descr: "|u1", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQID\
        BAU=
        """)),
    Saved(
      descr: "|i1", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnfGkxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQID\
        BAU=
        """)),
    Saved(
      descr: "<u2", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPHUyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAEA\
        AgADAAQABQA=
        """)),
    Saved(
      descr: "<i2", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAEA\
        AgADAAQABQA=
        """)),
    Saved(
      descr: "<u4", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPHU0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AQAAAAIAAAADAAAABAAAAAUAAAA=
        """)),
    Saved(
      descr: "<i4", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AQAAAAIAAAADAAAABAAAAAUAAAA=
        """)),
    Saved(
      descr: "<u8", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPHU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AAAAAAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAAAQAAAAAAAAABQAAAAAAAAA=
        """)),
    Saved(
      descr: "<i8", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AAAAAAEAAAAAAAAAAgAAAAAAAAADAAAAAAAAAAQAAAAAAAAABQAAAAAAAAA=
        """)),
    Saved(
      descr: "<f2", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAA8\
        AEAAQgBEAEU=
        """)),
    Saved(
      descr: "<f4", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AACAPwAAAEAAAEBAAACAQAAAoEA=
        """)),
    Saved(
      descr: "<f8", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AAAAAAAAAAAAAPA/AAAAAAAAAEAAAAAAAAAIQAAAAAAAABBAAAAAAAAAFEA=
        """)),
    Saved(
      descr: ">i2", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAB\
        AAIAAwAEAAU=
        """)),
    Saved(
      descr: ">i4", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPmk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AAAAAQAAAAIAAAADAAAABAAAAAU=
        """)),
    Saved(
      descr: ">f4", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        P4AAAEAAAABAQAAAQIAAAECgAAA=
        """)),
    Saved(
      descr: ">f8", isFortranOrder: false,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPmY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMp\
        LCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AAAAAD/wAAAAAAAAQAAAAAAAAABACAAAAAAAAEAQAAAAAAAAQBQAAAAAAAA=
        """)),
    Saved(
      descr: "<f4", isFortranOrder: true,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyks\
        IH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AABAQAAAgD8AAIBAAAAAQAAAoEA=
        """)),
    Saved(
      descr: "<i8", isFortranOrder: true,
      bytes: decoded(
        """
        k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMywg\
        NCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAA\
        AAAAAAwAAAAAAAAABAAAAAAAAAAQAAAAAAAAAAgAAAAAAAAAFAAAAAAAAAABAAAAAAAAAA0AAAAAAAAABQAAAAAA\
        AAARAAAAAAAAAAkAAAAAAAAAFQAAAAAAAAACAAAAAAAAAA4AAAAAAAAABgAAAAAAAAASAAAAAAAAAAoAAAAAAAAA\
        FgAAAAAAAAADAAAAAAAAAA8AAAAAAAAABwAAAAAAAAATAAAAAAAAAAsAAAAAAAAAFwAAAAAAAAA=
        """)),
  ]

  /// `np.lib.format.write_array(file, base.astype("<f8"), version=(2, 0))`
  static let version2 = decoded(
    """
    k05VTVBZAgB0AAAAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyks\
    IH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAA\
    AAAAAPA/AAAAAAAAAEAAAAAAAAAIQAAAAAAAABBAAAAAAAAAFEA=
    """)

  /// `the same with version=(3, 0)`
  static let version3 = decoded(
    """
    k05VTVBZAwB0AAAAeydkZXNjcic6ICc8ZjgnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyks\
    IH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAA\
    AAAAAPA/AAAAAAAAAEAAAAAAAAAIQAAAAAAAABBAAAAAAAAAFEA=
    """)

  /// `np.save(file, np.float32(1.5))`
  static let scalar = decoded(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/
    """)

  /// `np.save(file, np.array([1, 2, 3], "<i4"))`
  static let vector = decoded(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAAAgAAAAMA\
    AAA=
    """)

  /// `np.save(file, np.zeros((0, 3), "<f4"))`
  static let empty = decoded(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDAsIDMpLCB9\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo=
    """)

  /// `np.save(file, np.array([1, "a"], dtype=object), allow_pickle=True)`
  static let objects = decoded(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiAnfE8nLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAqABJWQAAAAAAAA\
    AIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCFlEMB\
    YpSHlFKUKEsBSwKFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChLAYwB\
    YZRldJRiLg==
    """)

  /// `np.save(file, np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))`
  static let structured = decoded(
    """
    k05VTVBZAQB2AHsnZGVzY3InOiBbKCdhJywgJzxmNCcpLCAoJ2InLCAnPGk0JyldLCAnZm9ydHJhbl9vcmRlcic6IEZh\
    bHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAAAAAA\
    AAAAAAAA
    """)

  /// X = np.arange(12, dtype='<f4').reshape(6, 2) / 4; y = np.array([3, 5, 3, 5, 3, 5])
  /// np.savez(file, x_train=X[:4], y_train=y[:4], x_test=X[4:], y_test=y[4:])
  static let stored = decoded(
    """
    UEsDBC0AAAAAAAAAIQAAimcO//////////8LABQAeF90cmFpbi5ucHkBABAAoAAAAAAAAACgAAAAAAAAAJNOVU1QWQEA\
    dgB7J2Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICg0LCAyKSwgfSAgICAgICAg\
    ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKAAAAAAAAgD4AAAA/AABAPwAA\
    gD8AAKA/AADAPwAA4D9QSwMELQAAAAAAAAAhADXNxBn//////////wsAFAB5X3RyYWluLm5weQEAEACgAAAAAAAAAKAA\
    AAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQs\
    KSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoDAAAA\
    AAAAAAUAAAAAAAAAAwAAAAAAAAAFAAAAAAAAAFBLAwQtAAAAAAAAACEAF51IoP//////////CgAUAHhfdGVzdC5ucHkB\
    ABAAkAAAAAAAAACQAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmNCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2Us\
    ICdzaGFwZSc6ICgyLCAyKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg\
    ICAgICAgICAKAAAAQAAAEEAAACBAAAAwQFBLAwQtAAAAAAAAACEAdtB5ZP//////////CgAUAHlfdGVzdC5ucHkBABAA\
    kAAAAAAAAACQAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxpOCcsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdz\
    aGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg\
    ICAgICAKAwAAAAAAAAAFAAAAAAAAAFBLAQItAy0AAAAAAAAAIQAAimcOoAAAAKAAAAALAAAAAAAAAAAAAACAAQAAAAB4\
    X3RyYWluLm5weVBLAQItAy0AAAAAAAAAIQA1zcQZoAAAAKAAAAALAAAAAAAAAAAAAACAAd0AAAB5X3RyYWluLm5weVBL\
    AQItAy0AAAAAAAAAIQAXnUigkAAAAJAAAAAKAAAAAAAAAAAAAACAAboBAAB4X3Rlc3QubnB5UEsBAi0DLQAAAAAAAAAh\
    AHbQeWSQAAAAkAAAAAoAAAAAAAAAAAAAAIABhgIAAHlfdGVzdC5ucHlQSwUGAAAAAAQABADiAAAAUgMAAAAA
    """)

  /// `the same with np.savez_compressed`
  static let deflated = decoded(
    """
    UEsDBC0AAAAIAAAAIQAAimcO//////////8LABQAeF90cmFpbi5ucHkBABAAoAAAAAAAAABcAAAAAAAAAJvsF+obEMnI\
    UMZQrZ6SWpxcpG6loG6TZqKuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6CkaaOgq1CmQDLgYwaLADEvYM\
    DA5A3ADEC4D4ABA/sAcAUEsDBC0AAAAIAAAAIQA1zcQZ//////////8LABQAeV90cmFpbi5ucHkBABAAoAAAAAAAAABM\
    AAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GiY6mjoK\
    tQoUAC5mBghghdLofABQSwMELQAAAAgAAAAhABedSKD//////////woAFAB4X3Rlc3QubnB5AQAQAJAAAAAAAAAAUwAA\
    AAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgpGmjoK\
    tQpkAy4GBgYHBgYBIFYAYgMHAFBLAwQtAAAACAAAACEAdtB5ZP//////////CgAUAHlfdGVzdC5ucHkBABAAkAAAAAAA\
    AABKAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6\
    mjoKtQoUAC5mBghghdIAUEsBAi0DLQAAAAgAAAAhAACKZw5cAAAAoAAAAAsAAAAAAAAAAAAAAIABAAAAAHhfdHJhaW4u\
    bnB5UEsBAi0DLQAAAAgAAAAhADXNxBlMAAAAoAAAAAsAAAAAAAAAAAAAAIABmQAAAHlfdHJhaW4ubnB5UEsBAi0DLQAA\
    AAgAAAAhABedSKBTAAAAkAAAAAoAAAAAAAAAAAAAAIABIgEAAHhfdGVzdC5ucHlQSwECLQMtAAAACAAAACEAdtB5ZEoA\
    AACQAAAACgAAAAAAAAAAAAAAgAGxAQAAeV90ZXN0Lm5weVBLBQYAAAAABAAEAOIAAAA3AgAAAAA=
    """)

  /// scipy.io.savemat(file, dict(X=X.astype('<f8'), y=(y[:, None] == 5).astype('u1'),
  ///   Xval=X[:2].astype('<f8') + 1, yval=np.array([[1], [0]], 'u1')))
  static let course = decoded(
    """
    TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IE1vbiBOb3YgMjMgMjE6NDk6NDEg\
    MjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0OAAAAkAAAAAYA\
    AAAIAAAABgAAAAAAAAAFAAAACAAAAAYAAAACAAAAAQABAFgAAAAJAAAAYAAAAAAAAAAAAAAAAAAAAAAA4D8AAAAAAADw\
    PwAAAAAAAPg/AAAAAAAAAEAAAAAAAAAEQAAAAAAAANA/AAAAAAAA6D8AAAAAAAD0PwAAAAAAAPw/AAAAAAAAAkAAAAAA\
    AAAGQA4AAAA4AAAABgAAAAgAAAAJAAAAAAAAAAUAAAAIAAAABgAAAAEAAAABAAEAeQAAAAIAAAAGAAAAAAEAAQABAAAO\
    AAAAUAAAAAYAAAAIAAAABgAAAAAAAAAFAAAACAAAAAIAAAACAAAAAQAEAFh2YWwJAAAAIAAAAAAAAAAAAPA/AAAAAAAA\
    +D8AAAAAAAD0PwAAAAAAAPw/DgAAADAAAAAGAAAACAAAAAkAAAAAAAAABQAAAAgAAAACAAAAAQAAAAEABAB5dmFsAgAC\
    AAEAAAA=
    """)

  /// `the same with do_compression=True`
  static let compressedCourse = decoded(
    """
    TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IE1vbiBOb3YgMjMgMjE6NDk6NDEg\
    MjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAARQAAAHic\
    42NgYJgAxGxAzAGlQYAVic8ExIxAGAGkOYE4gQEdPLCH0B+g9A8ozeAAoVig9AWo+Aso/QVK/4HSTFB1bA4AaU0KwA8A\
    AAApAAAAeJzjY2BgsABiNiDmAGJOBghghfJB4oxgzMhQCaSZoGJgAaAEACJdAPgPAAAANAAAAHic42NgYAgAYjYg5oDS\
    IMAK5TNBMSMDC0NEWWIOJ5CtwAADH+wh9A8o/QVK/7EHALZkByEPAAAAKQAAAHic42NgYDAAYjYg5gBiTgYIYIXymYCY\
    EYxZGCrLEnOYgCIgPgAlcAIs
    """)

  /// savemat(file, dict(d=base.astype('<f8'), s='<f4', i1=, u2=, i4=, i8=, b=base > 2,
  ///   cell=np.array([[1, 'a']], dtype=object), struct={'a': 1}, text='abc', z=base + 1j,
  ///   cube=np.arange(24.).reshape(2, 3, 4), sp=scipy.sparse.csc_matrix(base.astype(float))),
  ///   do_compression=True)
  static let kinds = decoded(
    """
    TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IE1vbiBOb3YgMjMgMjE6NDk6NDEg\
    MjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAANwAAAHic\
    42NgYEgAYjYg5oDSIMAK5TMBMTMQMwJhCpDmBGIDBnTA4QChP9hDaAEonwFKizgAAIuZA48PAAAANgAAAHic42NgYPAA\
    YjYg5gBidgYIYIXymYCYGYgZgbAYKi/BAAMODgwMDfZA7ADiMDAscAAAVCkEMQ8AAAAsAAAAeJzjY2BgsABiNiDmgGIQ\
    YIWymYCYGYgZgaxMQxANUcvAzMjCBFQEACSFASIPAAAAMwAAAHic42NgYHAAYjYg5gBibgYIYIXymYCYGYgZgaxSIwYG\
    FiCbB6yCGSjGAhRlBfMAMlYBQw8AAAAxAAAAeJzjY2Bg8ABiNiDmAGIeBghghfKZgJgZiBmBrEwTiLgEVA1EnIGBBaoO\
    JAcAPrABTw8AAAA4AAAAeJzjY2BgSABiNiDmAGI+BghghfKZgJgZiBmBrEwLBgYeINuAAQGYoTQjlGaB0kxI5oAAAG60\
    AYwPAAAAKwAAAHic42NgYLAAYjYg5gBiTiYGMGCF8kFcZiBmBMIkKB+kFizAyMAAACCnAOEPAAAAQAAAAHic42NgYFgA\
    xGxAzAHEjAwQwIrEZwLTLAzJqTk5fEC2BZJ6PizqGZHM4UEzF6TeAEk/CwH9AkBWIpAGAJaoA8wPAAAAPQAAAHic42Ng\
    YGgAYjYg5gBiJgYIYIXyGZEwSE1xSVFpcglIngWslhFIJgJpPiC2QDKHD485IMCDJA4CAHR4BFAPAAAAKwAAAHic42Ng\
    YDAAYjYg5gBiFgYIYIXyGYGYGUyzMJSkVpQIAHmJSckMACjRA2UPAAAAPgAAAHic42NgYJgBxGxAzAGiQQQQsEL5TEDM\
    DMSMQFgFpDmB2IABHXA4QOgP9hBaAMpngNIiDqj6YOoI0wAqCQs4DwAAAGwAAAB4nF3IPQqDUBBG0VGToBCChYVFChER\
    CRI05qf0rSXiEtxflmRpmU+8lQOXMzMXM1vUSYW4zlGdla8CdeDvaRum7xhp/9l+KrcZY4MZPnHuN2/cCbaY4wsNa0zx\
    gQW+McQ7XrHDEj/uD6WRDYUPAAAARgAAAHic42NgYJgAxGxAzAHErEgYxGcCYmYgZgSyigsg4iJgPgSg0yB5ASQxZqgY\
    JxBrMMAAhwOE/mAPoQWgfAYoLeIAAB1eBHU=
    """)
}

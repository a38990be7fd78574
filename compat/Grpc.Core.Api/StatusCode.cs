namespace Grpc.Core;

/// <summary>The outcome of a call, with the numbers that go over the wire.</summary>
#pragma warning disable CA1720 // The published name.
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>A fault without a better code.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed.</summary>
    DeadlineExceeded = 4,

    /// <summary>The thing asked for is not there.</summary>
    NotFound = 5,

    /// <summary>The thing to create is already there.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known but may not.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or a store is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the system does not allow the call.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict; retry the whole read-modify-write.</summary>
    Aborted = 10,

    /// <summary>Past the valid range.</summary>
    OutOfRange = 11,

    /// <summary>No such method.</summary>
    Unimplemented = 12,

    /// <summary>A fault of the server.</summary>
    Internal = 13,

    /// <summary>Not reachable now; retry the call.</summary>
    Unavailable = 14,

    /// <summary>Stored data is damaged.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}

namespace Digits.Datasets;

/// <summary>What sort of refusal it is; a transport makes a status of its own out of it.</summary>
internal enum RefusalKind
{
    /// <summary>What the caller gave is wrong.</summary>
    InvalidInput,

    /// <summary>The thing named does not exist.</summary>
    NotFound,

    /// <summary>The thing to be made is there already.</summary>
    AlreadyExists,

    /// <summary>The state of what is stored does not allow it.</summary>
    NotPossible,

    /// <summary>Another call is in the way; the same call may succeed when that one is over.</summary>
    Busy,

    /// <summary>A limit is reached.</summary>
    Exhausted,

    /// <summary>Something that is needed cannot be reached now.</summary>
    Unavailable,

    /// <summary>What is stored is damaged.</summary>
    Damaged,
}

/// <summary>Everything that data sets refuse is refused with this. Its message is written for the caller.</summary>
internal sealed class RefusalException : Exception
{
    private RefusalException(RefusalKind kind, string reason, string message, IEnumerable<(string Field, string Fault)> faults)
        : base(message)
    {
        Kind = kind;
        Reason = reason;
        Faults = [.. faults];
    }

    public RefusalKind Kind { get; }

    /// <summary>The stable reason, in UPPER_SNAKE_CASE.</summary>
    public string Reason { get; }

    /// <summary>What is wrong with which field of the request; only where the input is invalid.</summary>
    public IReadOnlyList<(string Field, string Fault)> Faults { get; }

    public static RefusalException InvalidInput(string reason, string message, params IEnumerable<(string Field, string Fault)> faults) =>
        new(RefusalKind.InvalidInput, reason, message, faults);

    public static RefusalException NotFound(string reason, string message) => new(RefusalKind.NotFound, reason, message, []);

    public static RefusalException AlreadyExists(string reason, string message) => new(RefusalKind.AlreadyExists, reason, message, []);

    public static RefusalException NotPossible(string reason, string message) => new(RefusalKind.NotPossible, reason, message, []);

    public static RefusalException Busy(string reason, string message) => new(RefusalKind.Busy, reason, message, []);

    public static RefusalException Exhausted(string reason, string message) => new(RefusalKind.Exhausted, reason, message, []);

    public static RefusalException Unavailable(string reason, string message) => new(RefusalKind.Unavailable, reason, message, []);

    public static RefusalException Damaged(string reason, string message) => new(RefusalKind.Damaged, reason, message, []);
}

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states that a resource passes through.</summary>
public static class KnownResourceStates
{
    /// <summary>The process is being started.</summary>
    public static readonly string Starting = "Starting";

    /// <summary>The process runs.</summary>
    public static readonly string Running = "Running";

    /// <summary>The process could not be started, or what it waited for failed.</summary>
    public static readonly string FailedToStart = "FailedToStart";

    /// <summary>The process was told to stop.</summary>
    public static readonly string Stopping = "Stopping";

    /// <summary>A container has ended.</summary>
    public static readonly string Exited = "Exited";

    /// <summary>A process has ended.</summary>
    public static readonly string Finished = "Finished";

    /// <summary>The start waits for other resources.</summary>
    public static readonly string Waiting = "Waiting";

    /// <summary>Nothing has happened yet.</summary>
    public static readonly string NotStarted = "NotStarted";

    /// <summary>The states that a resource does not leave by itself.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

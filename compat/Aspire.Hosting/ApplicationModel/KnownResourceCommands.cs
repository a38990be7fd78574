namespace Aspire.Hosting.ApplicationModel;

/// <summary>The commands that every resource with a process has.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts a resource that has ended or was never started; one that waits starts at once.</summary>
    public static readonly string StartCommand = "resource-start";

    /// <summary>Ends a running resource.</summary>
    public static readonly string StopCommand = "resource-stop";

    /// <summary>Ends a running resource and starts it again.</summary>
    public static readonly string RestartCommand = "resource-restart";
}

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What happens to a waiting resource when the one it waits for fails.</summary>
public enum WaitBehavior
{
    /// <summary>It goes on waiting.</summary>
    WaitOnResourceUnavailable = 0,

    /// <summary>It fails to start.</summary>
    StopOnResourceUnavailable = 1,
}

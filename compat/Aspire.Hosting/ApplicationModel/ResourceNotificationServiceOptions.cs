namespace Aspire.Hosting.ApplicationModel;

/// <summary>How waiting for resources works.</summary>
public sealed class ResourceNotificationServiceOptions
{
    /// <summary>
    /// What a waiting resource does when the one it waits for fails, unless the model says: it waits on while a dashboard can start that
    /// one again, and gives up without a dashboard.
    /// </summary>
    public WaitBehavior DefaultWaitBehavior { get; set; } = WaitBehavior.WaitOnResourceUnavailable;
}

namespace Aspire.Hosting;

/// <summary>What the application host was started for.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>The resources are started on this machine.</summary>
    Run = 0,

    /// <summary>The model is written down for a deployment tool.</summary>
    Publish = 1,
}

using System.ComponentModel.DataAnnotations;

namespace Digits.ServiceDefaults.Lifetime;

/// <summary>The section <c>Shutdown</c> of the configuration.</summary>
internal sealed class DrainOptions
{
    public const string Section = "Shutdown";

    /// <summary>
    /// How long calls are still taken after the process was asked to stop, in seconds. Where others find out by and by that it goes, as
    /// on Kubernetes, none of their calls fails; alone on a host there is nobody to wait for.
    /// </summary>
    [Range(0, 300)]
    public int DrainSeconds { get; set; }
}

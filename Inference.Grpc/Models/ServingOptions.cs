using System.ComponentModel.DataAnnotations;

namespace Digits.Inference.Models;

/// <summary>The section <c>Serving</c> of the configuration.</summary>
internal sealed class ServingOptions
{
    public const string Section = "Serving";

    /// <summary>
    /// How many versions of each model are loaded by themselves: the newest that can be. The very newest answers callers who name no
    /// version; the others answer callers who name them.
    /// </summary>
    [Range(1, 100)]
    public int NewestVersions { get; set; } = 2;

    /// <summary>
    /// Where copies of the model files are kept, so that a restart serves them while Training is away: a full path. When left out, the
    /// folder <c>served-models</c> beside the volumes.
    /// </summary>
    public string? CacheFolder { get; set; }

    /// <summary>The most megabytes of model files that are kept there; 0 keeps none.</summary>
    [Range(0, 1_000_000)]
    public int CacheMegabytes { get; set; } = 256;

    /// <summary>The most images in one call of the Open Inference Protocol.</summary>
    [Range(1, 100_000)]
    public int MaxImages { get; set; } = 1024;
}

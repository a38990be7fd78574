using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>What the application host says about publishing.</summary>
internal static partial class Log
{
    [LoggerMessage(50, LogLevel.Information, "Published manifest to: {ManifestPath}", EventName = "PublishedManifest")]
    public static partial void PublishedManifest(ILogger logger, string manifestPath);
}

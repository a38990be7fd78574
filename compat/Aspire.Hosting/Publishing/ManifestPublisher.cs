using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the manifest instead of starting anything.</summary>
internal sealed class ManifestPublisher(
    PublishingOptions options,
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext executionContext,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    ILogger<DistributedApplication> applicationLogger,
    ILogger<ManifestPublisher> logger)
{
    private const string FileName = "aspire-manifest.json";

    /// <exception cref="DistributedApplicationException">There is no place to write it, or the model has a fault.</exception>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        Running.Log.AspireVersion(applicationLogger, DistributedApplication.Version);
        var path = ManifestPath();
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        Http2Endpoints.Mark(model);

        // In memory first: a fault leaves no half a manifest behind.
        using var manifest = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(manifest, new JsonWriterOptions { Indented = true }))
        {
            await new ManifestPublishingContext(executionContext, path, writer, cancellationToken).WriteModelAsync(model);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, manifest.ToArray(), cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DistributedApplicationException($"The manifest cannot be written to {path}: {fault.Message}", fault);
        }

        Log.PublishedManifest(logger, path);
    }

    private string ManifestPath()
    {
        if (string.IsNullOrWhiteSpace(options.OutputPath))
        {
            throw new DistributedApplicationException("Publishing the manifest needs '--output-path', a .json file or a folder.");
        }

        var path = Path.GetFullPath(options.OutputPath);
        return path.EndsWith(".json", StringComparison.Ordinal) ? path : Path.Combine(path, FileName);
    }
}

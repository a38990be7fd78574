using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Publishing;

/// <summary>What the command line asks to be published.</summary>
/// <param name="OutputPath">Where to; null if it does not say.</param>
internal sealed record PublishingOptions(string? OutputPath)
{
    private const string ManifestStep = "publish-manifest";

    private static readonly Dictionary<string, string> Switches = new()
    {
        ["--operation"] = "AppHost:Operation",
        ["--publisher"] = "Publishing:Publisher",
        ["--step"] = "Pipeline:Step",
        ["--output-path"] = "Pipeline:OutputPath",
    };

    /// <summary>Reads the command line into the configuration, and what it says about publishing.</summary>
    /// <returns>Null if the application is to be run.</returns>
    /// <exception cref="DistributedApplicationException">The command line asks for something that is not there.</exception>
    public static PublishingOptions? Read(ConfigurationManager configuration, string[] args)
    {
        configuration.AddCommandLine(args, Switches);
        var publisher = configuration["Publishing:Publisher"];
        var operation = configuration["AppHost:Operation"] ?? (publisher is null ? nameof(DistributedApplicationOperation.Run) : null);
        if (operation is not null && !Enum.TryParse<DistributedApplicationOperation>(operation, ignoreCase: true, out _))
        {
            throw new DistributedApplicationException($"There is no operation '{operation}'; there are 'run' and 'publish'.");
        }

        if (string.Equals(operation, nameof(DistributedApplicationOperation.Run), StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (publisher is not null && !string.Equals(publisher, "manifest", StringComparison.OrdinalIgnoreCase))
        {
            throw new DistributedApplicationException($"There is no publisher '{publisher}'; the stand-in for Aspire has 'manifest' only.");
        }

        var step = configuration["Pipeline:Step"] ?? (publisher is null ? null : ManifestStep);
        return step == ManifestStep
            ? new(configuration["Pipeline:OutputPath"])
            : throw new DistributedApplicationException(
                $"{(step is null ? "Publishing needs a step" : $"There is no step '{step}'")}; the stand-in for Aspire has '--step {ManifestStep}' only.");
    }
}

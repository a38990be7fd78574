namespace Aspire.Hosting.Running;

/// <summary>How the application is run.</summary>
/// <param name="RandomizePorts">Whether proxied endpoints get free ports instead of those of the model.</param>
internal sealed record RunOptions(bool RandomizePorts);

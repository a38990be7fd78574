using Microsoft.Extensions.Options;

namespace Digits.ServiceDefaults.Settings;

/// <summary>config.json cannot be used; the message lists every fault.</summary>
/// <param name="source">What was read, mostly the path of the file.</param>
/// <param name="faults">The faults, each beginning with its key.</param>
public sealed class ConfigException(string source, IReadOnlyList<string> faults)
    : OptionsValidationException(Options.DefaultName, typeof(DigitsConfig), faults)
{
    /// <inheritdoc/>
    public override string Message =>
        $"The configuration {source} has {Faults.Count} {(Faults.Count == 1 ? "fault" : "faults")}:\n"
        + string.Join('\n', Faults.Select(fault => "  - " + fault));

    /// <summary>The faults, each beginning with its key.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    /// <summary>The message alone: whoever edits a configuration file has no use for a stack trace.</summary>
    public override string ToString() => Message;
}

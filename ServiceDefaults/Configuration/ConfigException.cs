namespace Digits.ServiceDefaults.Configuration;

/// <summary>config.json cannot be used; the message lists every fault.</summary>
public sealed class ConfigException : Exception
{
    /// <summary>Makes an exception that lists the faults, a line each.</summary>
    public ConfigException(string source, IReadOnlyList<string> faults)
        : base($"The configuration {source} has {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}:\n"
            + string.Join('\n', faults.Select(fault => "  - " + fault)))
    {
        Faults = faults;
    }

    /// <summary>The faults, each beginning with its key.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>The message alone: whoever edits a configuration file has no use for a stack trace.</summary>
    public override string ToString() => Message;
}

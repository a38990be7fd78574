namespace Digits.Learning.Networks;

/// <summary>An architecture that cannot be built. The message names every fault and may be shown to the caller.</summary>
public sealed class ArchitectureException : Exception
{
    /// <summary>Joins the faults into one message.</summary>
    /// <param name="faults">At least one sentence, each naming its layer.</param>
    public ArchitectureException(IReadOnlyList<string> faults)
        : base(string.Join(" ", faults))
    {
        Faults = faults;
    }

    /// <summary>Each fault, naming the layer's index (from 0) and type.</summary>
    public IReadOnlyList<string> Faults { get; }
}

namespace Digits.Datasets.Formats;

/// <summary>Something that an import took for granted about the files.</summary>
/// <param name="Setting">The field of the settings that decides it, as the contract names it; empty where no setting does.</param>
/// <param name="Value">What was assumed, as the setting's value.</param>
/// <param name="Reason">A sentence that says what was assumed and why.</param>
/// <param name="Alternatives">Other values that the setting could have for these files; empty where it is free.</param>
internal sealed record Assumption(string Setting, string Value, string Reason, IReadOnlyList<string> Alternatives);

/// <summary>What an import finds out about its files while it opens and reads them; its report says it.</summary>
internal sealed class ImportFindings
{
    private const int MaxKept = 100;
    private const int MaxText = 300;

    private readonly List<Assumption> _assumptions = [];
    private readonly List<FileFault> _passedOver = [];

    /// <summary>The first 100 assumptions.</summary>
    public IReadOnlyList<Assumption> Assumptions => _assumptions;

    /// <summary>The first 100 files that are no samples.</summary>
    public IReadOnlyList<FileFault> PassedOver => _passedOver;

    /// <summary>All files that are no samples.</summary>
    public int PassedOverCount { get; private set; }

    /// <summary>Settings, as the contract names them, that something in the files has a use for.</summary>
    public HashSet<string> UsedSettings { get; } = new(StringComparer.Ordinal);

    /// <summary>Records settings, as the contract names them, that something in the files has a use for.</summary>
    public void Use(params ReadOnlySpan<string> settings)
    {
        foreach (var setting in settings)
        {
            UsedSettings.Add(setting);
        }
    }

    /// <summary>Takes over what was found out about one of the files.</summary>
    public void Add(ImportFindings other)
    {
        UsedSettings.UnionWith(other.UsedSettings);
        foreach (var assumed in other.Assumptions)
        {
            Assume(assumed.Setting, assumed.Value, assumed.Reason, assumed.Alternatives);
        }

        foreach (var passedOver in other.PassedOver)
        {
            PassOver(passedOver.File, passedOver.Cause);
        }

        PassedOverCount += other.PassedOverCount - other.PassedOver.Count;
    }

    /// <summary>Records an assumption; the same one again is not recorded twice.</summary>
    public void Assume(string setting, string value, string reason, params IReadOnlyList<string> alternatives)
    {
        if (_assumptions.Count < MaxKept && !_assumptions.Exists(known => known.Setting == setting && known.Reason == reason))
        {
            _assumptions.Add(new Assumption(setting, Errors.Shorten(value, MaxText), Errors.Shorten(reason, MaxText), alternatives));
        }
    }

    /// <summary>Records a file that is no sample and does no harm, or several of them as one.</summary>
    public void PassOver(string file, string cause, int count = 1)
    {
        PassedOverCount += count;
        if (_passedOver.Count < MaxKept)
        {
            _passedOver.Add(new FileFault(Errors.Shorten(file, MaxText), Errors.Shorten(cause, MaxText)));
        }
    }
}

using Digits.Datasets.Formats;

namespace Digits.Datasets.Import;

/// <summary>What is broken in an import: the first faults, and how many there are.</summary>
internal sealed class FaultList(FaultPolicy policy)
{
    private const int MaxKept = 100;
    private const int MaxText = 300;

    private readonly List<FileFault> _first = [];

    /// <summary>The first 100 faults.</summary>
    public IReadOnlyList<FileFault> First => _first;

    /// <summary>All faults.</summary>
    public int Count { get; private set; }

    public void Add(FileFault fault)
    {
        Count++;
        if (_first.Count < MaxKept)
        {
            // A hundred entries of an archive may have names of 64 KB each, and the answer has to carry them.
            _first.Add(new FileFault(Errors.Shorten(fault.File, MaxText), Errors.Shorten(fault.Cause, MaxText)));
        }
    }

    /// <summary>Refuses the import where anything is broken and the caller did not want that skipped.</summary>
    public void ThrowIfRefused()
    {
        if (Count > 0 && policy != FaultPolicy.Skip)
        {
            throw Errors.FilesBroken(_first, Count);
        }
    }
}

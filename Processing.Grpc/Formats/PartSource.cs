using Digits.Processing.V1;

namespace Digits.Processing.Formats;

/// <summary>A source of one format, one of those that an upload may consist of.</summary>
internal abstract class PartSource : ISampleSource
{
    public abstract string Format { get; }

    public virtual IReadOnlyList<string>? Labels => null;

    /// <summary>The parts that the files put samples in, unspecified among them where they put some in none.</summary>
    public abstract IReadOnlySet<Part> Parts { get; }

    /// <summary>Whether the parts stand even when there is only one, as in an export.</summary>
    public virtual bool PartsStand => false;

    public abstract IEnumerable<SourceItem> Read(CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }
}

using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats;

/// <summary>Files of one format, seen as one sequence of labelled pictures. Read once, from first to last.</summary>
internal abstract class SampleSource : IDisposable
{
    /// <summary>What the files are, as the report of an import names it.</summary>
    public abstract string Format { get; }

    /// <summary>The labels in class order where the files fix it (Digits' own export); null to have them sorted.</summary>
    public virtual IReadOnlyList<string>? Labels => null;

    /// <summary>The parts that the files put samples in, unspecified among them where they put some in none.</summary>
    public abstract IReadOnlySet<Part> Parts { get; }

    /// <summary>Whether the parts stand even when there is only one, as in an export.</summary>
    public virtual bool PartsStand => false;

    /// <summary>
    /// The pictures in the files' order, and in between what is broken about single files, rows and pictures. One picture is in memory at
    /// a time.
    /// </summary>
    /// <exception cref="RefusalException">The files as a whole cannot be read any further.</exception>
    public abstract IEnumerable<SourceItem> Read(CancellationToken cancellationToken);

    public virtual void Dispose()
    {
    }
}

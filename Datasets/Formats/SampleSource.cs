using Digits.Datasets.Versions;
using Digits.Imaging;

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

/// <summary>A picture of a source, or what is broken about it.</summary>
/// <param name="Image">The picture, not normalised yet, ink light or dark; null when it is broken.</param>
/// <param name="Label">Its label, checked and mapped; empty when it is broken.</param>
/// <param name="Part">The part that the files put it in; unspecified where they do not say.</param>
/// <param name="Fault">What is broken; null when nothing is.</param>
internal readonly record struct SourceItem(GrayImage? Image, string Label, Part Part, FileFault? Fault)
{
    public static SourceItem Of(GrayImage image, string label, Part part) => new(image, label, part, null);

    public static SourceItem Broken(string file, string cause) =>
        new(null, "", Part.Unspecified, new FileFault(file, cause));
}

/// <summary>Something that is broken in an upload.</summary>
/// <param name="File">The file, or the row or picture in it.</param>
/// <param name="Cause">What is wrong, a sentence.</param>
internal sealed record FileFault(string File, string Cause);

using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Formats;

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

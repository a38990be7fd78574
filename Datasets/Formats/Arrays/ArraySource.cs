using Digits.Datasets.Versions;
using Digits.Imaging;

namespace Digits.Datasets.Formats.Arrays;

/// <summary>Pairs of arrays, one of pictures and one of their labels.</summary>
/// <param name="format">"idx", "npy" or "npz".</param>
/// <param name="pairs">The arrays.</param>
/// <param name="map">Other names of labels.</param>
/// <param name="transposed">Whether pictures are stored column by column.</param>
/// <param name="scaling">What the values of pixels range over.</param>
/// <param name="findings">Where assumptions are recorded.</param>
internal sealed class ArraySource(
    string format, IReadOnlyList<ArrayPair> pairs, LabelMap map, bool transposed, ValueScaling scaling, ImportFindings findings) : SampleSource
{
    public override string Format => format;

    public override IReadOnlySet<Part> Parts { get; } = pairs.Select(pair => pair.Part).ToHashSet();

    public override IEnumerable<SourceItem> Read(CancellationToken cancellationToken) =>
        pairs.SelectMany(pair => Read(pair, pair.Layout, cancellationToken));

    private IEnumerable<SourceItem> Read(ArrayPair pair, PictureLayout layout, CancellationToken cancellationToken)
    {
        using var labels = new LabelReader(pair.Labels, findings);
        using var pictures = new PictureReader(pair.Pictures, layout, scaling);
        for (long index = 0; index < layout.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var labelFault = labels.Read(out var text);
            if (labelFault is null && !map.TryMap(text, out text, out var fault))
            {
                labelFault = $"Its label {fault}.";
            }

            var pixels = new byte[layout.Size];
            yield return (pictures.Read(pixels), labelFault) switch
            {
                (null, null) => SourceItem.Of(ToImage(layout, pixels), text, pair.Part),
                ({ } broken, _) => SourceItem.Broken($"{pair.Pictures.Name}: picture {index + 1}", broken),
                (_, { } broken) => SourceItem.Broken($"{pair.Labels.Name}: label {index + 1}", broken),
            };
        }

        pictures.ReadEnd();
        labels.ReadEnd();
    }

    private GrayImage ToImage(PictureLayout layout, byte[] pixels)
    {
        if (!transposed)
        {
            return new GrayImage(layout.Width, layout.Height, pixels);
        }

        // The file's rows are the picture's columns.
        var turned = new byte[pixels.Length];
        for (var row = 0; row < layout.Height; row++)
        {
            for (var column = 0; column < layout.Width; column++)
            {
                turned[(column * layout.Height) + row] = pixels[(row * layout.Width) + column];
            }
        }

        return new GrayImage(layout.Height, layout.Width, turned);
    }
}

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
        var isTenZero = format == "mat" && IsTenZero(pair.Labels);
        using var labels = new LabelReader(pair.Labels, findings);
        using var pictures = new PictureReader(pair.Pictures, layout, scaling);
        for (long index = 0; index < layout.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var labelFault = labels.Read(out var text);
            text = isTenZero && text == "10" ? "0" : text;
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

    // MATLAB counts from 1, so that sets of digits, such as SVHN, call the digit 0 their tenth class.
    private bool IsTenZero(ArrayFile array)
    {
        using var labels = new LabelReader(array, findings);
        var seen = new HashSet<string>();
        for (long index = 0; index < array.Header.Count; index++)
        {
            if (labels.Read(out var text) is null)
            {
                seen.Add(text);
            }
        }

        var isTenZero = seen.SetEquals(Enumerable.Range(1, 10).Select(label => label.ToString(CultureInfo.InvariantCulture)));
        if (isTenZero)
        {
            findings.Assume("label_map", "", $"The labels of {array.Name} are 1 to 10, and 10 is taken for the digit 0.");
        }

        return isTenZero;
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

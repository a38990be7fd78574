using System.Globalization;
using Digits.Learning.Data;
using Digits.Learning.Images;
using Digits.Processing.Import;
using Digits.Processing.V1;

namespace Digits.Processing.Formats;

/// <summary>Pairs of IDX files.</summary>
internal sealed class IdxSource(IdxPair train, IdxPair? test, LabelMap map, bool transposed) : ISampleSource
{
    public string Format => "idx";

    public IReadOnlyList<string>? Labels => null;

    public IEnumerable<SourceItem> Read(CancellationToken cancellationToken)
    {
        // A single pair says nothing about parts, whatever its name.
        var items = test is null
            ? Read(train, Part.Unspecified, cancellationToken)
            : Read(train, Part.Train, cancellationToken).Concat(Read(test, Part.Test, cancellationToken));
        return items;
    }

    public void Dispose()
    {
        train.Images.Dispose();
        train.Labels.Dispose();
        test?.Images.Dispose();
        test?.Labels.Dispose();
    }

    private IEnumerable<SourceItem> Read(IdxPair pair, Part part, CancellationToken cancellationToken)
    {
        var header = pair.Images.Header;
        var values = new byte[1];
        for (var index = 0; index < header.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pixels = new byte[header.ItemSize];
            ReadItem(pair, pixels, values);
            yield return map.TryMap(values[0].ToString(CultureInfo.InvariantCulture), out var label, out var fault)
                ? SourceItem.Of(ToImage(header, pixels), label, part)
                : SourceItem.Broken($"{pair.Labels.Name}: label {index}", $"The label {fault}.");
        }

        ReadEnd(pair);
    }

    private GrayImage ToImage(IdxHeader header, byte[] pixels)
    {
        if (!transposed)
        {
            return new GrayImage(header.Width, header.Height, pixels);
        }

        // The file's rows are the picture's columns.
        var turned = new byte[pixels.Length];
        for (var row = 0; row < header.Height; row++)
        {
            for (var column = 0; column < header.Width; column++)
            {
                turned[(column * header.Height) + row] = pixels[(row * header.Width) + column];
            }
        }

        return new GrayImage(header.Height, header.Width, turned);
    }

    private static void ReadItem(IdxPair pair, byte[] pixels, byte[] value)
    {
        try
        {
            pair.Labels.ReadItems(value);
            pair.Images.ReadItems(pixels);
        }
        catch (IdxFormatException fault)
        {
            throw Errors.IdxFault(fault);
        }
    }

    private static void ReadEnd(IdxPair pair)
    {
        try
        {
            pair.Labels.ReadEnd();
            pair.Images.ReadEnd();
        }
        catch (IdxFormatException fault)
        {
            throw Errors.IdxFault(fault);
        }
    }
}

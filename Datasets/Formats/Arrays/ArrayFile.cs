using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Arrays;

/// <summary>An array that holds pictures or labels.</summary>
internal sealed class ArrayFile
{
    private ArrayFile(DataFile file, ArrayHeader header)
    {
        File = file;
        Header = header;
        Part = PartWords.Of(file.OwnName) is var own and not Part.Unspecified ? own : PartWords.Of(file.ArchiveName);
    }

    public DataFile File { get; }

    public ArrayHeader Header { get; }

    public string Name => File.Name;

    /// <summary>The part that the names speak of, the file's own before its archive's.</summary>
    public Part Part { get; }

    /// <summary>The same elements as a list, for labels that are saved as one row of a matrix.</summary>
    public ArrayFile Flattened() => new(File, Header with { Dimensions = [Header.Count * Header.ItemLength], IsFortran = false });

    /// <summary>Reads an array's header and checks that the file can be as long as it says.</summary>
    /// <exception cref="RefusalException">The array cannot be read.</exception>
    public static ArrayFile Open(DataFile file, ContentKind kind, int maxSide)
    {
        using var stream = file.Open();
        var header = kind == ContentKind.Idx ? IdxHeaderReader.Read(stream, file.Name) : NpyHeaderReader.Read(stream, file.Name);
        return Of(file, header, maxSide);
    }

    /// <summary>An array whose header is known; checks that the file can be as long as it says.</summary>
    /// <exception cref="RefusalException">The array cannot be read.</exception>
    public static ArrayFile Of(DataFile file, ArrayHeader header, int maxSide)
    {
        CheckSides(file, header, maxSide);
        CheckSize(file, header);
        return new ArrayFile(file, header);
    }

    // Checked before the size: an impossible picture size explains more than a file that is too short.
    private static void CheckSides(DataFile file, ArrayHeader header, int maxSide)
    {
        if (header.Dimensions.Contains(0))
        {
            throw Errors.ArrayEmpty(header.Format, file.Name, header.Shape);
        }

        // The first or the last of them counts the pictures.
        var sides = header.Dimensions;
        if (sides.Count >= 3 && (sides.Skip(1).SkipLast(1).Any(side => side > maxSide) || (sides[0] > maxSide && sides[^1] > maxSide)))
        {
            throw Errors.ArrayBadDimensions(
                header.Format, file.Name, $"it claims the shape {header.Shape}; pictures of up to {maxSide}x{maxSide} can be read");
        }
    }

    private static void CheckSize(DataFile file, ArrayHeader header)
    {
        Int128 size = header.Type.Size;
        foreach (var dimension in header.Dimensions)
        {
            size *= dimension;
            if (size > long.MaxValue)
            {
                throw Errors.ArrayBadDimensions(header.Format, file.Name, $"it claims the shape {header.Shape}");
            }
        }

        var needed = header.Size + (long)size;
        if (needed > file.MaxLength)
        {
            throw Errors.ArrayTruncated(
                header.Format,
                file.Name,
                $"{header.Shape} elements take {needed} bytes, and the file holds at most {file.MaxLength}");
        }

        if (file.Length is { } length && length > needed)
        {
            throw Errors.ArrayTrailingBytes(header.Format, file.Name, needed);
        }
    }
}

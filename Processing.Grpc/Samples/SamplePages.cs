using System.Buffers;
using Digits.Learning.Images;
using Digits.Processing.Mapping;
using Digits.Processing.Storage;
using Digits.Processing.V1;
using Google.Protobuf;

namespace Digits.Processing.Samples;

/// <summary>Shows samples page by page.</summary>
internal sealed class SamplePages(DatasetLibrary library)
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;
    private const int ClassesPerBlock = 1 << 15;

    public async Task<ListSamplesResponse> ReadAsync(ListSamplesRequest request, CancellationToken cancellationToken)
    {
        var pageSize = request.PageSize switch
        {
            0 => DefaultPageSize,
            > 0 and <= MaxPageSize => request.PageSize,
            _ => throw Errors.PageSizeOutOfRange(request.PageSize, MaxPageSize),
        };
        var start = Start(request);
        var version = await library.GetAsync(request.Dataset, start.Version, cancellationToken);
        var wantedClass = ClassOf(start.Label, version);
        using var reader = await library.OpenAsync(version, start.Part, cancellationToken);

        // One more than the page holds tells whether there is another page.
        var found = Find(reader, start.Start, wantedClass, pageSize + 1);
        var response = new ListSamplesResponse
        {
            TotalSize = wantedClass is { } index ? reader.Stored.ClassCounts[index] : reader.Stored.Count,
            Samples = { found.Take(pageSize).Select(sample => Show(reader, version, start.Part, sample.Index, sample.Class)) },
        };
        if (found.Count > pageSize)
        {
            response.NextPageToken = (start with { Version = version.Version, Start = found[pageSize].Index }).Encode();
        }

        return response;
    }

    private static PageToken Start(ListSamplesRequest request)
    {
        var first = new PageToken(request.Version, PartMapping.OrTrain(request.Part), request.Label, 0);
        if (request.PageToken.Length == 0)
        {
            return first;
        }

        return PageToken.Decode(request.PageToken) is { } token
            && token.Part == first.Part
            && token.Label == first.Label
            && (first.Version.Length == 0 || token.Version == first.Version)
            ? token
            : throw Errors.PageTokenInvalid();
    }

    private static int? ClassOf(string label, StoredVersion version)
    {
        if (label.Length == 0)
        {
            return null;
        }

        var index = Array.IndexOf(version.Labels, label);
        return index >= 0 ? index : throw Errors.LabelUnknown(label, version);
    }

    private static List<(int Index, int Class)> Find(PartReader reader, int start, int? wantedClass, int limit)
    {
        var found = new List<(int Index, int Class)>();
        var block = ArrayPool<byte>.Shared.Rent(ClassesPerBlock * PartFiles.ClassSize);
        try
        {
            for (var first = start; first < reader.Stored.Count && found.Count < limit; first += ClassesPerBlock)
            {
                var count = Math.Min(ClassesPerBlock, reader.Stored.Count - first);
                reader.ReadClasses(first, block.AsSpan(0, count * PartFiles.ClassSize));
                for (var offset = 0; offset < count && found.Count < limit; offset++)
                {
                    var sampleClass = PartReader.ClassAt(block, offset);
                    if (wantedClass is null || sampleClass == wantedClass)
                    {
                        found.Add((first + offset, sampleClass));
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return found;
    }

    private static Sample Show(PartReader reader, StoredVersion version, Part part, int index, int sampleClass)
    {
        var pixels = new byte[reader.Shape.Size];
        reader.ReadPixels(index, pixels);
        return new Sample
        {
            Index = index,
            Part = part,
            Label = version.Labels[sampleClass],
            Thumbnail = ByteString.CopyFrom(PngEncoder.Encode(new GrayImage(reader.Shape.Width, reader.Shape.Height, pixels))),
        };
    }
}

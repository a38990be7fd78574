using Digits.Datasets.Storage;
using Digits.Datasets.Versions;
using Digits.Processing.Mapping;
using Digits.Processing.V1;
using Google.Protobuf.Collections;
using Part = Digits.Datasets.Versions.Part;

namespace Digits.Processing.Samples;

/// <summary>Shows samples page by page.</summary>
internal sealed class SamplePages(DatasetLibrary library)
{
    private const int MaxPageSize = 10_000;
    private const int MaxNumbers = 1000;

    public async Task<ListSamplesResponse> ReadAsync(ListSamplesRequest request, CancellationToken cancellationToken)
    {
        var pageSize = PageSize.Check(request.PageSize, MaxPageSize);
        if (request.Skip < 0)
        {
            throw RequestErrors.SkipOutOfRange(request.Skip);
        }

        var start = Start(request);
        using var reader = await library.OpenAsync(request.Dataset, start.Version, cancellationToken);
        if (request.Numbers.Count > 0)
        {
            return Named(reader, request.Numbers);
        }

        var version = reader.Version;
        var wantedClass = ClassOf(start.Label, version);
        var found = Find(reader, start.Part, start.Start, wantedClass, request.Skip, pageSize, out var next);
        var response = new ListSamplesResponse
        {
            TotalSize = wantedClass is { } index ? version[start.Part].ClassCounts[index] : version[start.Part].Count,
            Samples = { SampleThumbnails.Show(reader, found) },
        };
        if (next >= 0)
        {
            response.NextPageToken = (start with { Version = version.Version, Start = next }).Encode();
        }

        return response;
    }

    private static ListSamplesResponse Named(VersionReader reader, RepeatedField<int> numbers)
    {
        if (numbers.Count > MaxNumbers)
        {
            throw RequestErrors.TooManyNumbers(numbers.Count, MaxNumbers);
        }

        var found = new List<(VersionSample, int)>(numbers.Count);
        foreach (var number in numbers)
        {
            // A link to a sample may be older than the version that it is looked up in.
            if (reader.TryFind(number, out var part, out var index))
            {
                found.Add((new VersionSample(number, part, reader.Classes(part)[index]), index));
            }
        }

        return new ListSamplesResponse { TotalSize = found.Count, Samples = { SampleThumbnails.Show(reader, found) } };
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
            : throw RequestErrors.PageTokenInvalid();
    }

    private static int? ClassOf(string label, StoredVersion version)
    {
        if (label.Length == 0)
        {
            return null;
        }

        var index = Array.IndexOf(version.Labels, label);
        return index >= 0 ? index : throw RequestErrors.LabelUnknown(label, version);
    }

    // The samples of a page, and where the next page begins; -1 where there is none.
    private static List<(VersionSample Sample, int Index)> Find(
        VersionReader reader, Part part, int start, int? wantedClass, int skip, int limit, out int next)
    {
        var numbers = reader.Numbers(part);
        var classes = reader.Classes(part);
        var found = new List<(VersionSample, int)>();
        next = -1;
        var index = wantedClass is null ? (int)Math.Min((long)start + skip, classes.Length) : start;
        var passed = wantedClass is null ? skip : 0;
        for (; index < classes.Length; index++)
        {
            if (wantedClass is not null)
            {
                var step = classes[index..].IndexOf((ushort)wantedClass.Value);
                if (step < 0)
                {
                    break;
                }

                index += step;
            }

            if (passed < skip)
            {
                passed++;
                continue;
            }

            if (found.Count == limit)
            {
                next = index;
                break;
            }

            found.Add((new VersionSample(numbers[index], part, classes[index]), index));
        }

        return found;
    }
}

using Digits.Datasets;
using Digits.Datasets.Editing;
using Digits.Learning.Data;
using Digits.Processing.V1;

namespace Digits.Processing.Mapping;

/// <summary>Checks requests for edits and turns them into what <see cref="DatasetEditor"/> takes.</summary>
internal static class EditRequests
{
    private const int MaxAdded = 1000;
    private const int MaxNumbers = 100_000;

    /// <summary>The samples of a request, normalised to the configured size.</summary>
    public static IReadOnlyList<AddedSample> Samples(AddSamplesRequest request, ImageShape shape)
    {
        DatasetName.Check(request.Dataset);
        if (request.Samples.Count == 0)
        {
            throw RequestErrors.SamplesRequired("samples");
        }

        return request.Samples.Count <= MaxAdded
            ? [.. request.Samples.Select(sample => Sample(sample, shape))]
            : throw RequestErrors.TooManyNumbers(request.Samples.Count, MaxAdded);
    }

    /// <summary>The new labels of a request, by sample.</summary>
    public static IReadOnlyDictionary<int, string> Labels(RelabelSamplesRequest request)
    {
        CheckCount(request.Labels.Count);
        var labels = new Dictionary<int, string>(request.Labels.Count);
        foreach (var change in request.Labels)
        {
            if (!labels.TryAdd(change.Number, SampleInput.Label(change.Label)))
            {
                throw RequestErrors.NumberTwice(change.Number);
            }
        }

        return labels;
    }

    /// <summary>The samples that a request names.</summary>
    public static IReadOnlySet<int> Numbers(RemoveSamplesRequest request)
    {
        CheckCount(request.Numbers.Count);
        var numbers = new HashSet<int>(request.Numbers.Count);
        foreach (var number in request.Numbers)
        {
            if (!numbers.Add(number))
            {
                throw RequestErrors.NumberTwice(number);
            }
        }

        return numbers;
    }

    private static AddedSample Sample(NewSample sample, ImageShape shape)
    {
        var picture = sample.Data.IsEmpty ? sample.Png : sample.Data;
        return new AddedSample(SampleInput.Image(picture.Span, shape), SampleInput.Label(sample.Label), PartMapping.OrNone(sample.Part));
    }

    private static void CheckCount(int count)
    {
        if (count == 0)
        {
            throw RequestErrors.SamplesRequired("numbers");
        }

        if (count > MaxNumbers)
        {
            throw RequestErrors.TooManyNumbers(count, MaxNumbers);
        }
    }
}

using Digits.Datasets;
using Digits.Datasets.Editing;
using Digits.Learning.Data;
using Digits.Processing.V1;
using Google.Protobuf.Collections;

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
        return request.Samples.Count == 0 ? throw RequestErrors.SamplesRequired("samples") : Samples(request.Samples, shape);
    }

    /// <summary>The new labels of a request, by sample.</summary>
    public static IReadOnlyDictionary<int, string> Labels(RelabelSamplesRequest request)
    {
        CheckCount(request.Labels.Count);
        return Labels(request.Labels);
    }

    /// <summary>The samples that a request names.</summary>
    public static IReadOnlySet<int> Numbers(RemoveSamplesRequest request)
    {
        CheckCount(request.Numbers.Count);
        return Numbers(request.Numbers);
    }

    /// <summary>The changes of a request.</summary>
    public static SampleEdits Edits(EditSamplesRequest request, ImageShape shape)
    {
        DatasetName.Check(request.Dataset);
        if (request.Added.Count > 0)
        {
            CheckMost(request.Relabeled.Count + request.Removed.Count);
        }
        else
        {
            CheckCount(request.Relabeled.Count + request.Removed.Count);
        }

        var (labels, removed) = (Labels(request.Relabeled), Numbers(request.Removed));
        if (removed.FirstOrDefault(labels.ContainsKey, -1) is var both and >= 0)
        {
            throw RequestErrors.NumberTwice(both);
        }

        return new SampleEdits(Samples(request.Added, shape), labels, removed);
    }

    private static IReadOnlyList<AddedSample> Samples(RepeatedField<NewSample> samples, ImageShape shape) =>
        samples.Count <= MaxAdded
            ? [.. samples.Select(sample => Sample(sample, shape))]
            : throw RequestErrors.TooManyNumbers(samples.Count, MaxAdded);

    private static Dictionary<int, string> Labels(RepeatedField<NewLabel> changes)
    {
        var labels = new Dictionary<int, string>(changes.Count);
        foreach (var change in changes)
        {
            if (!labels.TryAdd(change.Number, SampleInput.Label(change.Label)))
            {
                throw RequestErrors.NumberTwice(change.Number);
            }
        }

        return labels;
    }

    private static HashSet<int> Numbers(RepeatedField<int> named)
    {
        var numbers = new HashSet<int>(named.Count);
        foreach (var number in named)
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

        CheckMost(count);
    }

    private static void CheckMost(int count)
    {
        if (count > MaxNumbers)
        {
            throw RequestErrors.TooManyNumbers(count, MaxNumbers);
        }
    }
}

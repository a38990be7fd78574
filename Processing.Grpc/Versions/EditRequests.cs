using Digits.Processing.Formats;
using Digits.Processing.Mapping;
using Digits.Processing.Samples;
using Digits.Processing.V1;
using Digits.ServiceDefaults.Settings;
using Google.Protobuf;

namespace Digits.Processing.Versions;

/// <summary>Checks requests for edits and turns them into what <see cref="DatasetEditor"/> takes.</summary>
internal static class EditRequests
{
    private const int MaxAdded = 1000;
    private const int MaxNumbers = 100_000;

    /// <summary>The samples of a request, normalised to the configured size.</summary>
    public static IReadOnlyList<AddedSample> Samples(AddSamplesRequest request, DigitsConfig config)
    {
        DatasetName.Check(request.Dataset);
        if (request.Samples.Count == 0)
        {
            throw Errors.SamplesRequired("samples");
        }

        return request.Samples.Count <= MaxAdded
            ? [.. request.Samples.Select(sample => new AddedSample(Image(sample.Data, sample.Png, config), Label(sample.Label), PartOf(sample.Part)))]
            : throw Errors.TooManyNumbers(request.Samples.Count, MaxAdded);
    }

    /// <summary>The new labels of a request, by sample.</summary>
    public static IReadOnlyDictionary<int, string> Labels(RelabelSamplesRequest request)
    {
        CheckCount(request.Labels.Count);
        var labels = new Dictionary<int, string>(request.Labels.Count);
        foreach (var change in request.Labels)
        {
            if (!labels.TryAdd(change.Number, Label(change.Label)))
            {
                throw Errors.NumberTwice(change.Number);
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
                throw Errors.NumberTwice(number);
            }
        }

        return numbers;
    }

    /// <summary>A label in its one form.</summary>
    public static string Label(string text, string field = "label") =>
        LabelText.TryNormalize(text, out var label, out var fault) ? label : throw Errors.LabelInvalid(text, fault, field);

    /// <summary>A picture file, read and normalised as predictions are.</summary>
    /// <param name="data">The file.</param>
    /// <param name="png">The file as callers of older versions send it, where there is no data.</param>
    /// <param name="config">Has the size of the result.</param>
    public static byte[] Image(ByteString data, ByteString png, DigitsConfig config)
    {
        var image = NormalizedImage.Read(data.IsEmpty ? png : data, config.InputShape[1], config.InputShape[0]);
        return image.IsBlank ? throw Errors.ImageBlank() : image.Pixels.ToArray();
    }

    private static Part PartOf(Part part) => part == Part.Unspecified ? part : PartMapping.Known(part);

    private static void CheckCount(int count)
    {
        if (count == 0)
        {
            throw Errors.SamplesRequired("numbers");
        }

        if (count > MaxNumbers)
        {
            throw Errors.TooManyNumbers(count, MaxNumbers);
        }
    }
}

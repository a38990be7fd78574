using Digits.Learning.Data;
using Digits.Processing.V1;

namespace Digits.Training.Datasets;

/// <summary>Collects the blocks of one part of a data set, one byte a pixel, and checks that they are what was announced.</summary>
internal sealed class DatasetPart
{
    private readonly Dataset _dataset;
    private readonly ImageShape _shape;
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private int _count;

    /// <exception cref="DatasetException">The part does not fit into an array.</exception>
    public DatasetPart(Dataset dataset, Part part)
    {
        _dataset = dataset;
        _shape = new ImageShape(dataset.Height, dataset.Width, dataset.Channels);
        var announced = part switch
        {
            Part.Train => dataset.TrainCount,
            Part.Validation => dataset.ValidationCount,
            _ => dataset.TestCount,
        };
        var bytes = (long)announced * dataset.Height * dataset.Width * dataset.Channels;
        if (bytes > Array.MaxLength)
        {
            throw new DatasetException(DatasetFault.Unusable, $"Data set {dataset.Name} is too large to be trained on: {bytes} bytes.");
        }

        _pixels = new byte[bytes];
        _labels = new int[announced];
    }

    /// <summary>The announced number of images.</summary>
    public int Count => _labels.Length;

    /// <exception cref="DatasetException">The block does not fit.</exception>
    public void Add(StreamSamplesResponse block)
    {
        var images = block.Classes.Count;
        if (images > Count - _count || block.Pixels.Length != images * _shape.Size)
        {
            throw Broken("sent more or other images than it announced");
        }

        block.Pixels.Span.CopyTo(_pixels.AsSpan(_count * _shape.Size));
        for (var i = 0; i < images; i++)
        {
            var label = block.Classes[i];
            _labels[_count + i] = (uint)label < (uint)_dataset.Labels.Count
                ? label
                : throw Broken($"sent class {label}, which it has no label for");
        }

        _count += images;
    }

    /// <exception cref="DatasetException">Images are missing.</exception>
    public LabeledImages Finish() =>
        _count == Count
            ? new LabeledImages(_shape, _pixels, _labels)
            : throw Broken($"sent {_count} of {Count} images");

    private DatasetException Broken(string what) =>
        new(DatasetFault.Unusable, $"Data set {_dataset.Name} could not be read: Processing {what}.");
}

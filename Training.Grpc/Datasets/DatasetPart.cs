using Digits.Learning.Data;
using Digits.Processing.V1;

namespace Digits.Training.Datasets;

/// <summary>Collects the blocks of parts of a data set, one byte a pixel, and checks that they are what was announced.</summary>
internal sealed class DatasetPart
{
    private readonly Dataset _dataset;
    private readonly ImageShape _shape;
    private readonly byte[] _pixels;
    private readonly int[] _labels;
    private readonly int[] _numbers;
    private int _count;

    /// <summary>Makes room for parts that come one after another.</summary>
    /// <exception cref="DatasetException">They do not fit into an array.</exception>
    public DatasetPart(Dataset dataset, params IReadOnlyList<Part> parts)
    {
        _dataset = dataset;
        _shape = new ImageShape(dataset.Height, dataset.Width, dataset.Channels);
        var announced = parts.Sum(part => CountOf(dataset, part));
        var bytes = (long)announced * dataset.Height * dataset.Width * dataset.Channels;
        if (bytes > Array.MaxLength)
        {
            throw new DatasetException(DatasetFault.Unusable, $"Data set {dataset.Name} is too large to be trained on: {bytes} bytes.");
        }

        _pixels = new byte[bytes];
        _labels = new int[announced];
        _numbers = new int[announced];
    }

    /// <summary>The announced number of images.</summary>
    public int Count => _labels.Length;

    /// <summary>The number of each sample, as far as they were sent.</summary>
    public IReadOnlyList<int> Numbers => _numbers;

    /// <summary>The number of images that are announced for a part.</summary>
    public static int CountOf(Dataset dataset, Part part) => part switch
    {
        Part.Train => dataset.TrainCount,
        Part.Validation => dataset.ValidationCount,
        _ => dataset.TestCount,
    };

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

        if (block.Numbers.Count > 0)
        {
            AddNumbers(block);
        }

        _count += images;
    }

    /// <summary>Makes sure that a part has come whole before the next begins.</summary>
    /// <exception cref="DatasetException">Images are missing.</exception>
    public void EndPart(int due)
    {
        if (_count != due)
        {
            throw Broken($"sent {_count} of {due} images");
        }
    }

    /// <exception cref="DatasetException">Images are missing.</exception>
    public LabeledImages Finish() =>
        _count == Count
            ? new LabeledImages(_shape, _pixels, _labels)
            : throw Broken($"sent {_count} of {Count} images");

    private void AddNumbers(StreamSamplesResponse block)
    {
        if (block.Numbers.Count != block.Classes.Count)
        {
            throw Broken("sent other numbers than images");
        }

        block.Numbers.CopyTo(_numbers, _count);
    }

    private DatasetException Broken(string what) =>
        new(DatasetFault.Unusable, $"Data set {_dataset.Name} could not be read: Processing {what}.");
}

using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <summary>Networks that predict together: the probability of a class is the mean over the members. Often there is only one.</summary>
public sealed class Committee
{
    /// <summary>The largest number of members.</summary>
    public const int MaxMembers = 16;

    /// <summary>The most images that are predicted together. More of them gain nothing: the weights are read once for all of these.</summary>
    public const int MaxBatch = 32;

    private readonly Network[] _members;

    /// <summary>Makes a committee of networks, which are not copied.</summary>
    /// <param name="members">1 to <see cref="MaxMembers"/> networks for the same shape of image and the same number of
    /// classes; their layers may differ.</param>
    /// <exception cref="ArgumentException">There are too few or too many members, or they do not fit together.</exception>
    public Committee(IReadOnlyList<Network> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count is < 1 or > MaxMembers)
        {
            throw new ArgumentException($"{members.Count} members are not between 1 and {MaxMembers}.", nameof(members));
        }

        _members = [.. members];
        foreach (var member in _members)
        {
            if (member.InputShape != InputShape || member.ClassCount != ClassCount)
            {
                throw new ArgumentException(
                    $"A network for {member.InputShape} and {member.ClassCount} classes does not go with one for {InputShape} and {ClassCount}.",
                    nameof(members));
            }
        }
    }

    /// <summary>The networks, at least one.</summary>
    public IReadOnlyList<Network> Members => _members;

    /// <summary>The shape of the input images.</summary>
    public ImageShape InputShape => _members[0].InputShape;

    /// <summary>The number of classes.</summary>
    public int ClassCount => _members[0].ClassCount;

    /// <summary>The number of trained values of all members.</summary>
    public int ParameterCount => _members.Sum(member => member.ParameterCount);

    /// <summary>
    /// Predicts the class of one image. Safe to call from many threads at once; allocates nothing after the first calls.
    /// </summary>
    /// <param name="pixels">One image of <see cref="InputShape"/>, 0 = paper, 255 = full ink.</param>
    /// <param name="probabilities">Receives one probability per class; they sum to 1.</param>
    /// <exception cref="ArgumentException">A span has another length than the networks need.</exception>
    public void Predict(ReadOnlySpan<byte> pixels, Span<double> probabilities)
    {
        probabilities.Clear();
        foreach (var member in _members)
        {
            member.AddProbabilities(pixels, probabilities, 1.0 / _members.Length);
        }
    }

    /// <summary>
    /// Predicts the classes of several images together, on the calling thread. Each image gets what <see cref="Predict(ReadOnlySpan{byte}, Span{double})"/>
    /// alone would give it, to the bit. Safe to call from many threads at once.
    /// </summary>
    /// <param name="images">1 to <see cref="MaxBatch"/> images of <see cref="InputShape"/>, 0 = paper, 255 = full ink.</param>
    /// <param name="probabilities">Receives one probability per class for each image.</param>
    /// <exception cref="ArgumentException">There are too few or too many images, or something has another length than the networks need.</exception>
    public void Predict(ReadOnlySpan<ReadOnlyMemory<byte>> images, ReadOnlySpan<double[]> probabilities)
    {
        if (images.Length is < 1 or > MaxBatch || probabilities.Length != images.Length)
        {
            throw new ArgumentException($"{images.Length} images with {probabilities.Length} results are not 1 to {MaxBatch} of each.", nameof(images));
        }

        for (var image = 0; image < images.Length; image++)
        {
            if (images[image].Length != InputShape.Size || probabilities[image].Length != ClassCount)
            {
                throw new ArgumentException(
                    $"Image {image} has {images[image].Length} values and {probabilities[image].Length} results, not {InputShape.Size} and {ClassCount}.",
                    nameof(images));
            }

            Array.Clear(probabilities[image]);
        }

        foreach (var member in _members)
        {
            member.AddProbabilities(images, probabilities, 1.0 / _members.Length);
        }
    }
}

using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <summary>Networks that predict together: the probability of a class is the mean over the members. Often there is only one.</summary>
public sealed class Committee
{
    /// <summary>The largest number of members.</summary>
    public const int MaxMembers = 16;

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
}

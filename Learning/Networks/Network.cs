using Digits.Learning.Data;

namespace Digits.Learning.Networks;

/// <summary>A network with its weights, ready to read pictures.</summary>
public sealed class Network
{
    internal Network(Architecture architecture, ImageShape inputShape, int classCount)
    {
        Architecture = architecture;
        InputShape = inputShape;
        ClassCount = classCount;
    }

    /// <summary>The layers.</summary>
    public Architecture Architecture { get; }

    /// <summary>The shape of the pictures it reads.</summary>
    public ImageShape InputShape { get; }

    /// <summary>The number of classes it tells apart.</summary>
    public int ClassCount { get; }

    /// <summary>The number of trained values.</summary>
    public int ParameterCount => throw new NotImplementedException();

    /// <summary>Builds an untrained network: He-initialised weights drawn from the seed, biases zero.</summary>
    /// <exception cref="ArchitectureException">The layers do not fit the pictures or the classes.</exception>
    public static Network Create(Architecture architecture, ImageShape inputShape, int classCount, uint seed) =>
        throw new NotImplementedException();

    /// <summary>Reads one picture. Safe to call from many threads at once; allocates nothing once warm.</summary>
    /// <param name="pixels">One picture of <see cref="InputShape"/>, 0 = paper, 255 = full ink.</param>
    /// <param name="probabilities">Receives one probability per class; they sum to 1.</param>
    /// <exception cref="ArgumentException">A span has another length than the network needs.</exception>
    public void Predict(ReadOnlySpan<byte> pixels, Span<float> probabilities) => throw new NotImplementedException();
}

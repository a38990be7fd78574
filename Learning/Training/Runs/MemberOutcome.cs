using Digits.Learning.Networks;

namespace Digits.Learning.Training.Runs;

/// <summary>A trained network, as it is kept, and how it reads the images to choose and to judge by, where there are any.</summary>
internal sealed record MemberOutcome(Network Network, Evaluation? Validation, Evaluation? Test);

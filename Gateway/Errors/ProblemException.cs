namespace Digits.Gateway.Errors;

/// <summary>Ends a request with a problem that the gateway itself found.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}

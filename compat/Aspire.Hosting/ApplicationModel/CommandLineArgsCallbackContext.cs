namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a callback for command-line arguments works on.</summary>
/// <param name="args">The arguments so far.</param>
/// <param name="cancellationToken">Gives up.</param>
public sealed class CommandLineArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
{
    /// <summary>The arguments: a string, or an <see cref="IValueProvider"/> that is asked when the resource starts.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>Gives up.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}

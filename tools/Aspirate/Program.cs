using Aspirate;
using Aspirate.Commands;

try
{
    var parsed = AspirateCommand.Create().Parse(args);
    if (parsed.Errors.Count > 0)
    {
        throw new AspirateException(parsed.UnmatchedTokens is [var unknown, ..]
            ? $"There is no command or option '{unknown}'; --help lists them."
            : parsed.Errors[0].Message);
    }

    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (AspirateException fault)
{
    Terminal.Fault(fault.Message);
    return 1;
}

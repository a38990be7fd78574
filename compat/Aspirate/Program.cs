using Aspirate;
using Aspirate.Commands;

try
{
    var parsed = AspirateCommand.Create().Parse(args);
    if (parsed.Errors.Count > 0)
    {
        throw new AspirateException(string.Join(' ', parsed.Errors.Select(e => e.Message)));
    }

    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (AspirateException fault)
{
    Terminal.Fault(fault.Message);
    return 1;
}

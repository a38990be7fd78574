var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});

var app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();
app.Run();

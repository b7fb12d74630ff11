export default function Page() {
  return <h1>explore</h1>
}

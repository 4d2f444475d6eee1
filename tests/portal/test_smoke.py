def test_home_opens_for_a_producer(world, as_person):
    response = as_person(world.visitor("producer")).get("/")
    assert response.status_code == 200
    assert "Since yesterday" in response.text
